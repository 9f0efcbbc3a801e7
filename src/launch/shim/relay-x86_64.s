# The signal relay for x86_64: see relay.ts for what it does and why. Assemble with scripts/assemble-shim.
# A handler: edi = signal, rsi = siginfo_t; it may change what is no callee's (sigaction(2)).
        .text
        .globl _start
_start:
        mov     $-1, %ecx               # SI_QUEUE: a process must not say 0 or more (rt_sigqueueinfo(2))
        mov     $-128, %eax             # SI_KERNEL with the other sign
        cmpl    $128, 8(%rsi)           # si_code
        cmove   %eax, %ecx
        mov     %ecx, 8(%rsi)
        mov     %edi, %edx
        mov     %rsi, %r10
        mov     PID(%rip), %edi
        mov     %edi, %esi              # the first thread
        mov     $297, %eax              # rt_tgsigqueueinfo
        syscall
        ret
PID:    .long   0x11111111
BACK:   mov     $15, %eax               # rt_sigreturn
        syscall
