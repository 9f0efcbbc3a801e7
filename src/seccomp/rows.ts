import { each, type Row } from './row.ts'
import { SOCKETS } from './sockets.ts'

/** linux/sched.h; without CLONE_NEWTIME, whose bit is part of the exit signal (CSIGNAL, 0xff) in clone's flags. */
const NAMESPACES = [
  0x00020000, // CLONE_NEWNS
  0x02000000, // CLONE_NEWCGROUP
  0x04000000, // CLONE_NEWUTS
  0x08000000, // CLONE_NEWIPC
  0x10000000, // CLONE_NEWUSER
  0x20000000, // CLONE_NEWPID
  0x40000000, // CLONE_NEWNET
]
const CLONE_NEWTIME = 0x80

/** asm-generic/ioctls.h; the same numbers on both architectures. */
const TIOCSTI = 0x5412
const TIOCLINUX = 0x541c
const TIOCSETD = 0x5423

/** linux/btrfs.h: BTRFS_IOC_SNAP_CREATE and BTRFS_IOC_SNAP_CREATE_V2; the same numbers on both architectures. */
const SNAPSHOTS = [0x50009401, 0x50009417]

/** Typing into the terminal that jail was started from. Source: TIOCSTI(2const), TIOCLINUX(2const). */
const TERMINAL: readonly Row[] = [
  {
    syscall: 'ioctl',
    errno: 'EPERM',
    when: { arg: 1, test: 'oneOf', values: [TIOCSTI] },
    // CVE-2017-5226. Kernels since 6.2 can turn it off (dev.tty.legacy_tiocsti), most still run with it on.
    why: 'TIOCSTI types into the terminal, and the shell outside would run the text when the command ends.',
  },
  {
    syscall: 'ioctl',
    errno: 'EPERM',
    when: { arg: 1, test: 'oneOf', values: [TIOCLINUX] },
    // CVE-2023-28100.
    why: 'TIOCLINUX can select and paste text on a virtual console, which is another way to type into the shell.',
  },
  {
    syscall: 'ioctl',
    errno: 'EPERM',
    when: { arg: 1, test: 'oneOf', values: [TIOCSETD] },
    // TIOCSETD(2const); CVE-2017-2636 (n_hdlc), CVE-2023-6546 (n_gsm). dev.tty.ldisc_autoload is on on most machines.
    why: 'A terminal with another line discipline runs the code of modems and old networks, and loads it first.',
  },
]

/**
 * The kernel asks only that the caller owns the folder and has it open, not what is mounted over its parts; older ones
 * took any folder of the caller for the whole subvolume around it.
 * Source: __btrfs_ioctl_snap_create in fs/btrfs/ioctl.c; measured on 6.18: ~/.ssh of a granted home was in the copy.
 */
const COPIES: readonly Row[] = [
  {
    syscall: 'ioctl',
    errno: 'EPERM',
    when: { arg: 1, test: 'oneOf', values: SNAPSHOTS },
    why: 'A snapshot of a btrfs subvolume in the project shows what the box hides of that subvolume.',
  },
]

/**
 * In a nested box `unshare` and `clone` are all that Chromium and bubblewrap take; neither enters other namespaces.
 * Source: namespaces(7), unshare(2), clone(2), setns(2).
 */
const NEW_NAMESPACES: readonly Row[] = [
  {
    syscall: 'unshare',
    errno: 'EPERM',
    when: { arg: 0, test: 'anyBit', values: [...NAMESPACES, CLONE_NEWTIME] },
    why: 'A namespace of its own gives a process capabilities, and with them the kernel code meant for root.',
    nested: 'lifted',
  },
  {
    syscall: 'clone',
    errno: 'EPERM',
    when: { arg: 0, test: 'anyBit', values: NAMESPACES },
    why: 'clone makes the same namespaces as unshare; threads and ordinary children set none of these flags.',
    nested: 'lifted',
  },
  {
    syscall: 'clone3',
    // glibc tries clone3 first and only ENOSYS makes it use clone (sysdeps/unix/sysv/linux/clone-internal.c).
    errno: 'ENOSYS',
    why: 'clone3 keeps its flags in memory that a filter cannot read, so callers are sent back to clone.',
  },
  {
    syscall: 'setns',
    errno: 'EPERM',
    why: 'Entering the namespace of another process would leave the box.',
  },
]

/**
 * jail, a script around it and the rest of a pipe are in the process group of the command, which 0 stands for. Landlock's scope
 * of signals does not hold for these calls, and a user cannot take back what was lowered; the kernel keeps box and root apart.
 * Source: setpriority(2), PRIO_PGRP; ioprio_set(2), IOPRIO_WHO_PGRP; cap_task_setnice in security/commoncap.c.
 */
const OWN_GROUP = { arg: 1, test: 'oneOf', values: [0] } as const
const GROUP: readonly Row[] = [
  {
    syscall: 'setpriority',
    errno: 'EPERM',
    when: [{ arg: 0, test: 'oneOf', values: [1] }, OWN_GROUP],
    why: 'The priority of the own process group is also that of the programs of the host in it.',
  },
  {
    syscall: 'ioprio_set',
    errno: 'EPERM',
    when: [{ arg: 0, test: 'oneOf', values: [2] }, OWN_GROUP],
    why: 'The priority at the disk of the own process group is also that of the programs of the host in it.',
  },
]

const SIGHT = 'What the command sees of the file system is fixed when the box is built.'

/**
 * EPERM is what the kernel itself tells a process that may not mount (mount(2), fsopen(2)), so a tool takes the path
 * its authors tested. ENOSYS would claim an old kernel, and libmount would answer by trying mount(2) next: that is what
 * it should do in a nested box, where the old calls are enough for Chromium and bubblewrap.
 * The new calls need rows as much as mount does: CVE-2021-41133 was a filter without them, CVE-2022-0185 a flaw in
 * fsconfig. open_tree_attr is open_tree and mount_setattr in one (Linux 6.15).
 */
const MOUNTS: readonly Row[] = [
  ...each(['mount', 'umount2', 'pivot_root'], { errno: 'EPERM', why: SIGHT, nested: 'lifted' }),
  ...each(
    [
      ...(['fsopen', 'fsconfig', 'fsmount', 'fspick'] as const),
      ...(['move_mount', 'open_tree', 'open_tree_attr', 'mount_setattr'] as const),
    ],
    { errno: 'EPERM', why: SIGHT, nested: 'ENOSYS' },
  ),
]

/** Source: keyrings(7), keyctl(2); CVE-2016-0728. */
const KEYS = each(['keyctl', 'add_key', 'request_key'], {
  errno: 'EPERM',
  why: 'The box inherits the session keyring of the caller, and no namespace hides the keys in it.',
})

/** ENOSYS makes Bun, libuv and other runtimes use epoll and threads. Source: io_uring(7); CVE-2022-29582, CVE-2023-2598. */
const IO_URING = each(['io_uring_setup', 'io_uring_enter', 'io_uring_register'], {
  errno: 'ENOSYS',
  why: 'io_uring opens files and sockets without a system call, so this filter would not see them.',
})

/** Interfaces that anyone may call and that were the start of many privilege escalations. */
const RISKY: readonly Row[] = [
  {
    syscall: 'bpf',
    errno: 'EPERM',
    // bpf(2); CVE-2017-16995, CVE-2021-3490.
    why: 'Where kernel.unprivileged_bpf_disabled is 0, a flaw of the verifier gives its caller the kernel.',
  },
  {
    syscall: 'userfaultfd',
    errno: 'EPERM',
    // userfaultfd(2), section on vm.unprivileged_userfaultfd.
    why: 'It stops the kernel in the middle of a memory access, which turns small races into reliable attacks.',
  },
  {
    syscall: 'perf_event_open',
    errno: 'EPERM',
    // perf_event_open(2); CVE-2013-2094.
    why: 'It measures the kernel and the other processes of the machine, and its code has a long list of flaws.',
  },
  {
    syscall: 'open_by_handle_at',
    errno: 'EPERM',
    // open_by_handle_at(2). Newer kernels ask for less: a capability in the mount's user namespace is enough, and
    // handles of namespaces (nsfs) need none.
    why: 'A handle names a file by its number, so it reaches files of a mounted disk that the box leaves out.',
  },
  ...each(['quotactl', 'quotactl_fd'], {
    errno: 'EPERM',
    // quotactl(2): Q_SYNC and Q_GETFMT need no privilege.
    why: 'Some of its commands need no privilege and reach the file systems of the host.',
  }),
  {
    syscall: 'syslog',
    errno: 'EPERM',
    // syslog(2). EPERM is the kernel's own answer where kernel.dmesg_restrict is 1.
    why: "The kernel's log tells addresses of the kernel, devices, crashed programs and blocked connections of the host.",
  },
  ...each(['modify_ldt', 'uselib'], {
    // The answer of a kernel that was built without them (CONFIG_MODIFY_LDT_SYSCALL, CONFIG_USELIB).
    errno: 'ENOSYS',
    // modify_ldt(2), uselib(2); CVE-2015-5157, CVE-2017-17053; CVE-2004-1235.
    why: 'Only 16-bit and 32-bit programs need segments and libraries of this kind, and the code had its flaws.',
  }),
]

/**
 * These need a capability in the first user namespace, which the box does not have when a user starts it. The rows
 * count when root starts jail. Setting the clock is not here: it needs the same and breaks nothing that lasts.
 */
const ROOT_ONLY: readonly Row[] = [
  ...each(['kexec_load', 'kexec_file_load', 'reboot'], {
    errno: 'EPERM',
    why: 'It ends or replaces the running kernel, which is the whole machine and not only the box.',
  }),
  ...each(['init_module', 'finit_module', 'delete_module'], {
    errno: 'EPERM',
    why: 'A kernel module runs outside every box.',
  }),
  ...each(['swapon', 'swapoff'], {
    errno: 'EPERM',
    why: 'Swap space holds the memory of every process of the machine.',
  }),
  {
    syscall: 'acct',
    errno: 'EPERM',
    why: 'Process accounting would write down every command of the machine in a file of the project.',
  },
  ...each(['iopl', 'ioperm'], {
    errno: 'EPERM',
    why: 'The ports of the processor lead to the devices of the machine.',
  }),
  {
    syscall: 'lookup_dcookie',
    errno: 'EPERM',
    why: 'It turns numbers of a profiler into the names of files that the host has open.',
  },
  {
    syscall: 'vhangup',
    errno: 'EPERM',
    why: 'It hangs up the terminal, for all programs of the host that use it too.',
  },
]

/**
 * The policy: each row is refused, all other system calls pass. ptrace and chroot have no row: debuggers and build
 * tools need them, and neither leads out of the box's pid namespace or mounts. The same is true of process_vm_readv,
 * process_vm_writev, pidfd_getfd, kcmp and move_pages, which take a process by its number. listmount and statmount tell
 * what /proc/self/mountinfo does, name_to_handle_at makes what open_by_handle_at does not take here, fanotify_init gives
 * whoever has no capability what inotify gives, and mseal, landlock_* and lsm_* can only take away from the caller.
 */
export const ROWS: readonly Row[] = [
  ...TERMINAL,
  ...COPIES,
  ...GROUP,
  ...NEW_NAMESPACES,
  ...MOUNTS,
  ...KEYS,
  ...IO_URING,
  ...SOCKETS,
  ...RISKY,
  ...ROOT_ONLY,
]
