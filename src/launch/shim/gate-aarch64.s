// The gate shim for aarch64: see gate.ts for what it does and why. Assemble with scripts/assemble-shim.
// System calls: x8 = number, arguments x0.., result x0 (syscall(2)).
        .text
        .globl _start
_start:
        ldr     x9, [sp]                // argc
        add     x19, sp, #8             // argv, which is bwrap's
        add     x20, sp, #16
        add     x20, x20, x9, lsl #3    // envp: behind argv and its NULL
        sub     sp, sp, #16
        ldr     w0, GATE
        mov     x1, sp
        mov     x2, #1
        mov     x8, #63                 // read: sleeps until jail has written a byte
        svc     #0
        cmp     x0, #1
        b.ne    1f                      // 0: jail is gone
        ldr     w0, GATE
        mov     x8, #57                 // close
        svc     #0
        ldr     w0, NEXT
        mov     x1, #2                  // F_SETFD
        mov     x2, #1                  // FD_CLOEXEC
        mov     x8, #25                 // fcntl: EBADF where the next program has no descriptor
        svc     #0
        adr     x0, PATH
        mov     x1, x19
        mov     x2, x20
        mov     x8, #221                // execve
        svc     #0
        neg     w9, w0                  // errno
        lsl     w9, w9, #8
        mov     w10, #0x42              // 'B': bwrap could not be started
        orr     w9, w9, w10
        str     w9, [sp]
        mov     x0, #2
        mov     x1, sp
        mov     x2, #2
        mov     x8, #64                 // write
        svc     #0
1:      mov     x0, #1
        mov     x8, #94                 // exit_group
        svc     #0
GATE:   .word   0x11111111
NEXT:   .word   0x22222222
PATH:                                   // the path of the next program is put here
