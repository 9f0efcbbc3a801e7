// The remount shim for aarch64: see remount.ts for what it does and why. Assemble with scripts/assemble-shim.
// System calls: x8 = number, arguments x0.., result x0 (syscall(2)).
        .text
        .globl _start
_start:
        ldr     x9, [sp, #8]            // argv[0]: what to mount, a letter
        ldrb    w19, [x9]
        ldr     x20, [sp, #24]          // argv[2]: where
        ldr     x1, [sp, #16]           // argv[1]: the mount namespace of the box
        sub     sp, sp, #32             // struct open_how (24 bytes) or mount_attr (32)
        mov     x0, #-100               // AT_FDCWD
        mov     x2, #0x80000            // O_RDONLY | O_CLOEXEC
        mov     x3, xzr
        mov     x8, #56                 // openat
        svc     #0
        tbnz    w0, #31, 9f
        mov     w21, w0
        mov     x1, #0xb701             // NS_GET_USERNS: the user namespace that owns it
        mov     x8, #29                 // ioctl
        svc     #0
        tbnz    w0, #31, 9f
        mov     x1, #0x10000000         // CLONE_NEWUSER
        mov     x8, #268                // setns: EINVAL where it is our own; whatever else is wrong, the next one fails
        svc     #0
        mov     w0, w21
        mov     x1, #0x20000            // CLONE_NEWNS
        mov     x8, #268                // setns: from here on paths are those of the box
        svc     #0
        tbnz    w0, #31, 9f
        mov     x1, x20
        bl      open
        mov     w22, w0                 // where to mount
        mov     w23, w0                 // and what: the same
        cmp     w19, #0x74              // 't': an empty folder
        b.eq    3f
        cmp     w19, #0x6e              // 'n': an empty device, as for what is hidden from the start
        b.ne    1f
        adr     x1, NULL
        bl      open
        mov     w23, w0
1:      mov     w0, w23
        adr     x1, EMPTY
        mov     w2, #0x1001             // OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH
        movk    w2, #8, lsl #16
        mov     x8, #428                // open_tree
        svc     #0
        tbnz    w0, #31, 9f
        mov     w23, w0
        stp     xzr, xzr, [sp, #8]
        str     xzr, [sp, #24]
        mov     x9, #7                  // MOUNT_ATTR_RDONLY | NOSUID | NODEV
        cmp     w19, #0x77              // 'w': the same, still writable
        b.ne    2f
        mov     x9, #6                  // MOUNT_ATTR_NOSUID | NODEV
2:      cmp     w19, #0x6e
        b.ne    2f
        mov     x9, #3                  // MOUNT_ATTR_RDONLY | NOSUID: a device that may not be one cannot be opened
2:      str     x9, [sp]
        mov     w0, w23
        adr     x1, EMPTY
        mov     x2, #0x1000             // AT_EMPTY_PATH
        mov     x3, sp
        mov     x4, #32
        mov     x8, #442                // mount_setattr
        svc     #0
        tbnz    w0, #31, 9f
        b       4f
3:      adr     x0, TMPFS
        mov     x1, #1                  // FSOPEN_CLOEXEC
        mov     x8, #430                // fsopen
        svc     #0
        tbnz    w0, #31, 9f
        mov     w23, w0
        mov     x1, #6                  // FSCONFIG_CMD_CREATE
        mov     x2, xzr
        mov     x3, xzr
        mov     x4, xzr
        mov     x8, #431                // fsconfig
        svc     #0
        tbnz    w0, #31, 9f
        mov     w0, w23
        mov     x1, #1                  // FSMOUNT_CLOEXEC
        mov     x2, #7                  // MOUNT_ATTR_RDONLY | NOSUID | NODEV
        mov     x8, #432                // fsmount
        svc     #0
        tbnz    w0, #31, 9f
        mov     w23, w0
4:      mov     w0, w23
        adr     x1, EMPTY
        mov     w2, w22
        adr     x3, EMPTY
        mov     x4, #0x44               // MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH
        mov     x8, #429                // move_mount
        svc     #0
9:      neg     w0, w0                  // 0, or the errno
        mov     x8, #94                 // exit_group
        svc     #0
open:                                   // open: a descriptor of the path in x1, on the way to which there is no link
        mov     x9, #0x280000           // how.flags: O_PATH | O_CLOEXEC
        stp     x9, xzr, [sp]           // how.mode
        mov     x9, #4                  // how.resolve: RESOLVE_NO_SYMLINKS
        str     x9, [sp, #16]
        mov     x0, #-100
        mov     x2, sp
        mov     x3, #24
        mov     x8, #437                // openat2
        svc     #0
        tbnz    w0, #31, 9b
        ret
NULL:   .asciz  "/dev/null"
TMPFS:  .asciz  "tmpfs"
EMPTY:  .byte   0
        .align  2
