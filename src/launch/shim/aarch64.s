// The start shim for aarch64: see shim.ts for what it does and why. Assemble with scripts/assemble-shim.
// System calls: x8 = number, arguments x0.., result x0 (syscall(2)).
        .text
        .globl _start
_start:
        ldr     x9, [sp]                // argc
        add     x19, sp, #16            // argv[1], the command
        add     x20, sp, #16
        add     x20, x20, x9, lsl #3    // envp: behind argv and its NULL
        sub     sp, sp, #32             // a struct sigaction of zeros: SIG_DFL
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
        tbnz    w0, #31, 3f
        mov     x8, #57                 // close
        svc     #0
3:      mov     w24, #20000             // looks at /proc/1/stat, at most
6:      mov     x0, #-100               // AT_FDCWD
        adr     x1, STAT
        mov     x2, xzr
        mov     x3, xzr
        mov     x8, #56                 // openat
        svc     #0
        tbnz    w0, #31, 7f
        mov     w25, w0
        mov     x1, sp
        mov     x2, #32
        mov     x8, #63                 // read: "1 (bwrap) S ..."
        svc     #0
        mov     w0, w25
        mov     x8, #57                 // close
        svc     #0
        mov     x9, sp
        add     x10, sp, #30
8:      ldrb    w11, [x9], #1
        cmp     w11, #0x29              // )
        b.eq    9f
        cmp     x9, x10
        b.lo    8b
9:      ldrb    w11, [x9, #1]
        cmp     w11, #0x53              // S: it sleeps in wait
        b.eq    7f
        mov     x8, #124                // sched_yield
        svc     #0
        subs    w24, w24, #1
        b.ne    6b
7:      ldr     w0, STATUS
        str     x0, [sp]                // struct pollfd: the number, no events
        stp     xzr, xzr, [sp, #16]     // no time
        mov     x0, sp
        mov     x1, #1
        add     x2, sp, #16
        mov     x3, xzr
        mov     x4, xzr
        mov     x8, #73                 // ppoll
        svc     #0
        ldrb    w9, [sp, #6]
        tbnz    w9, #4, 5f              // POLLHUP: the outer bwrap is gone
        ldr     w0, STATUS
        mov     x8, #57                 // close
        svc     #0
        ldr     w0, ALIVE
        mov     x1, sp
        mov     x2, #1
        mov     x8, #63                 // read: EAGAIN while jail lives
        svc     #0
        cbz     x0, 5f                  // 0: the other end is closed
        ldr     w0, ALIVE
        mov     x8, #57                 // close
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
        mov     w26, #0x45              // 'E'
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
4:      mov     x8, #94                 // exit_group
        svc     #0
5:      mov     w0, #137
        b       4b
MASK:   .word   0x11111111
REPORT: .word   0x22222222
STDERR: .word   0x33333333
SELF:   .word   0x44444444
ALIVE:  .word   0x55555555
BLOCKED: .word  0x66666666
STATUS: .word   0x77777777
LIMIT:  .word   0x88888888
STAT:   .asciz  "/proc/1/stat"
