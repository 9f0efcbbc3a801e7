// The start shim for aarch64: see shim.ts for what it does and why. Assemble with scripts/assemble-shim.
// System calls: x8 = number, arguments x0.., result x0 (syscall(2)).
        .text
        .globl _start
_start:
        ldr     x9, [sp]                // argc
        add     x19, sp, #16            // argv[1], the command
        add     x20, sp, #16
        add     x20, x20, x9, lsl #3    // envp: behind argv and its NULL
        sub     sp, sp, #160            // room; it begins with a struct sigaction of zeros: SIG_DFL
        stp     xzr, xzr, [sp]
        stp     xzr, xzr, [sp, #16]
        ldr     w21, MASK
        mov     w22, #1                 // signal number
1:      tbz     w21, #0, 2f
        mov     w0, w22
        mov     x1, sp
        mov     x2, xzr
        mov     x3, #8
        mov     x8, #134                // rt_sigaction
        svc     #0
2:      add     w22, w22, #1
        lsr     w21, w21, #1
        cbnz    w21, 1b
        mov     w0, #2                  // the report file is fd 2 until now
        ldr     w1, REPORT
        mov     w2, #0x80000            // O_CLOEXEC
        mov     x8, #24                 // dup3
        svc     #0
        ldr     w0, STDERR
        mov     w1, #2
        mov     w2, #0
        mov     x8, #24                 // dup3
        svc     #0
        ldr     w0, STDERR
        mov     x8, #57                 // close
        svc     #0
        ldr     w0, SELF
        mov     x8, #57                 // close
        svc     #0
        sub     sp, sp, #4096
        mov     x0, #-100               // AT_FDCWD
        adr     x1, MOUNTS
        mov     x2, xzr
        mov     x3, xzr
        mov     x8, #56                 // openat
        svc     #0
        mov     w25, w0                 // where it fails, so does read, and jail is told of no mounts
10:     mov     w0, w25
        mov     x1, sp
        mov     x2, #4096
        mov     x8, #63                 // read
        svc     #0
        mov     x24, x0
        mov     x2, x0
        cmp     x0, #0
        b.gt    11f
        strb    wzr, [sp]               // NUL: that was all
        mov     x2, #1
11:     ldr     w0, GATE
        mov     x1, sp
        mov     x3, #0x4000             // MSG_NOSIGNAL
        mov     x4, xzr
        mov     x5, xzr
        mov     x8, #206                // sendto
        svc     #0
        cmp     x0, #0
        b.le    8f
        cmp     x24, #0
        b.gt    10b
        mov     w0, w25
        mov     x8, #57                 // close
        svc     #0
        ldr     w0, GATE
        mov     x1, sp
        mov     x2, #1
        mov     x8, #63                 // read: a byte when all is as planned, none when jail is gone or refuses
        svc     #0
        cmp     x0, #1
        b.ne    8f
        add     sp, sp, #4096
        ldr     w0, GATE
        mov     x8, #57                 // close
        svc     #0
        mov     x0, #15                 // PR_SET_NAME
        adr     x1, NAME
        mov     x8, #167                // prctl
        svc     #0
        mov     x0, #4                  // PR_SET_DUMPABLE: the command cannot reach what is open here
        mov     x1, xzr
        mov     x8, #167                // prctl
        svc     #0
        mov     x0, #1                  // PR_SET_PDEATHSIG: the outer bwrap's end is the end of the box
        mov     x1, #9                  // SIGKILL
        mov     x8, #167                // prctl
        svc     #0
        ldr     w0, ALIVE
        mov     x1, #4                  // F_SETFL
        mov     x2, #0x2800             // O_ASYNC: jail's end kills the outer bwrap; O_NONBLOCK
        mov     x8, #25                 // fcntl
        svc     #0
        ldr     w0, ALIVE
        mov     x1, #2                  // F_SETFD
        mov     x2, #1                  // FD_CLOEXEC
        mov     x8, #25                 // fcntl
        svc     #0
        ldr     w9, ALIVE               // two struct pollfd: the number, no events
        ldr     w10, STATUS
        stp     x9, x10, [sp]
        stp     xzr, xzr, [sp, #16]     // no time
        mov     x0, sp
        mov     x1, #2
        add     x2, sp, #16
        mov     x3, xzr
        mov     x4, xzr
        mov     x8, #73                 // ppoll
        svc     #0
        ldrb    w9, [sp, #6]
        ldrb    w10, [sp, #14]
        orr     w9, w9, w10
        tst     w9, #0x38               // POLLERR, POLLHUP, POLLNVAL: jail or the outer bwrap is gone
        b.ne    8f
        ldr     w0, STATUS
        mov     x8, #57                 // close
        svc     #0
        mov     x9, #0x10000            // SIGCHLD
        str     x9, [sp]
        mov     x0, xzr                 // SIG_BLOCK
        mov     x1, sp
        mov     x2, xzr
        mov     x3, #8
        mov     x8, #135                // rt_sigprocmask
        svc     #0
        mov     x0, #-1
        mov     x1, sp
        mov     x2, #8
        mov     x3, #0x800              // SFD_NONBLOCK
        movk    x3, #0x8, lsl #16       // SFD_CLOEXEC
        mov     x8, #74                 // signalfd4
        svc     #0
        tbnz    w0, #31, 6f
        mov     w25, w0
        add     x0, sp, #16             // where the child waits
        mov     x1, #0x80000            // O_CLOEXEC
        mov     x8, #59                 // pipe2
        svc     #0
        tbnz    w0, #31, 6f
        mov     x0, #17                 // SIGCHLD: a plain fork
        mov     x1, xzr
        mov     x2, xzr
        mov     x3, xzr
        mov     x4, xzr
        mov     x8, #220                // clone
        svc     #0
        tbnz    w0, #31, 6f
        cbz     w0, 5f

        mov     w24, w0                 // the command; it still has blocked what its caller has not
        mov     x0, sp
        mov     x1, #8
        mov     x8, #136                // rt_sigpending: what came before there was a command
        svc     #0
        ldr     w21, [sp]
        and     w21, w21, #0xfffeffff   // but SIGCHLD
        mov     w22, #1
3:      tbz     w21, #0, 4f
        mov     w0, w24
        mov     w1, w22
        mov     x8, #129                // kill
        svc     #0
4:      add     w22, w22, #1
        lsr     w21, w21, #1
        cbnz    w21, 3b
        ldr     w0, [sp, #20]
        mov     x1, sp
        mov     x2, #1
        mov     x8, #64                 // write: the command may go on
        svc     #0
        ldr     w0, [sp, #20]
        mov     x8, #57                 // close
        svc     #0
        ldr     w0, [sp, #16]
        mov     x8, #57                 // close
        svc     #0
        ldr     w0, REPORT
        mov     x8, #57                 // close
        svc     #0
9:      mov     x0, #-1                 // any child
        mov     x1, sp
        mov     x2, #1                  // WNOHANG
        mov     x3, xzr
        mov     x8, #260                // wait4
        svc     #0
        cmp     w0, w24
        b.eq    7f
        cmp     w0, #0
        b.gt    9b                      // an orphan of the box
        ldr     w9, ALIVE
        mov     w10, w25
        mov     x11, #1                 // POLLIN
        orr     x10, x10, x11, lsl #32
        stp     x9, x10, [sp]
        mov     x0, sp
        mov     x1, #2
        mov     x2, xzr                 // without end
        mov     x3, xzr
        mov     x4, xzr
        mov     x8, #73                 // ppoll
        svc     #0
        ldrb    w9, [sp, #6]
        tst     w9, #0x38               // jail is gone
        b.ne    8f
        mov     w0, w25
        mov     x1, sp
        mov     x2, #128
        mov     x8, #63                 // read
        svc     #0
        b       9b

5:      ldr     w0, [sp, #16]
        mov     x1, sp
        mov     x2, #1
        mov     x8, #63                 // read: until it may go on
        svc     #0
        mov     w26, #0x50              // 'P'
        ldr     w9, LIMIT
        cbz     w9, 10f                 // 0: no limit of processes
        stp     x9, x9, [sp]            // struct rlimit: soft and hard
        mov     x0, #6                  // RLIMIT_NPROC
        mov     x1, sp
        mov     x8, #164                // setrlimit
        svc     #0
        tbnz    w0, #31, 11f
10:     ldr     w9, BLOCKED
        str     x9, [sp]
        mov     x0, #2                  // SIG_SETMASK
        mov     x1, sp
        mov     x2, xzr
        mov     x3, #8
        mov     x8, #135                // rt_sigprocmask: what is pending comes now
        svc     #0
        ldr     x0, [x19]
        mov     x1, x19
        mov     x2, x20
        mov     x8, #221                // execve
        svc     #0
6:      mov     w26, #0x45              // 'E'
11:     neg     w23, w0                 // errno
        lsl     w9, w23, #8
        orr     w9, w9, w26             // the letter, errno
        str     w9, [sp]
        ldr     w0, REPORT
        mov     x1, sp
        mov     x2, #2
        mov     x8, #64                 // write
        svc     #0
        mov     w0, #126
        cmp     w23, #2                 // ENOENT
        cinc    w0, w0, eq
        b       0f
7:      ldr     w9, [sp]                // how the command ended (wait(2))
        ubfx    w0, w9, #8, #8
        ands    w9, w9, #0x7f           // the signal that ended it
        b.eq    0f
        add     w0, w9, #128
        b       0f
8:      mov     w0, #137
0:      mov     x8, #94                 // exit_group; at the end of pid 1 the kernel ends all in the box
        svc     #0
MASK:   .word   0x11111111
REPORT: .word   0x22222222
STDERR: .word   0x33333333
SELF:   .word   0x44444444
ALIVE:  .word   0x55555555
BLOCKED: .word  0x66666666
STATUS: .word   0x77777777
LIMIT:  .word   0x88888888
GATE:   .word   0x99999999
NAME:   .asciz  "jail-init"
        .balign 4
MOUNTS: .asciz  "/proc/self/mountinfo"
