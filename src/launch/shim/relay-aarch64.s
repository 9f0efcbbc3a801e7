// The signal relay for aarch64: see relay.ts for what it does and why. Assemble with scripts/assemble-shim.
// A handler: w0 = signal, x1 = siginfo_t; the way back is the kernel's own (vdso).
        .text
        .globl _start
_start:
        mov     w9, #-1                 // SI_QUEUE: a process must not say 0 or more (rt_sigqueueinfo(2))
        mov     w10, #-128              // SI_KERNEL with the other sign
        ldr     w11, [x1, #8]           // si_code
        cmp     w11, #128
        csel    w9, w10, w9, eq
        str     w9, [x1, #8]
        mov     x3, x1
        mov     w2, w0
        ldr     w0, PID
        mov     w1, w0                  // the first thread
        mov     x8, #240                // rt_tgsigqueueinfo
        svc     #0
        ret
PID:    .word   0x11111111
