# The gate shim for x86_64: see gate.ts for what it does and why. Assemble with scripts/assemble-shim.
# System calls: rax = number, arguments rdi rsi rdx r10 r8, result rax (syscall(2)).
        .text
        .globl _start
_start:
        lea     8(%rsp), %r13           # argv, which is bwrap's
        mov     (%rsp), %rax            # argc
        lea     16(%rsp,%rax,8), %r14   # envp: behind argv and its NULL
        sub     $16, %rsp
        .byte   0xbb                    # mov $GATE, %ebx
GATE:   .long   0x11111111
        mov     %ebx, %edi
        mov     %rsp, %rsi
        mov     $1, %edx
        xor     %eax, %eax              # read: sleeps until jail has written a byte
        syscall
        cmp     $1, %rax
        jne     1f                      # 0: jail is gone
        mov     %ebx, %edi
        mov     $3, %eax                # close
        syscall
        .byte   0xbf                    # mov $NEXT, %edi
NEXT:   .long   0x22222222
        mov     $2, %esi                # F_SETFD
        mov     $1, %edx                # FD_CLOEXEC
        mov     $72, %eax               # fcntl: EBADF where the next program has no descriptor
        syscall
        lea     PATH(%rip), %rdi
        mov     %r13, %rsi
        mov     %r14, %rdx
        mov     $59, %eax               # execve
        syscall
        neg     %eax                    # errno
        shl     $8, %eax
        or      $0x42, %eax             # 'B': bwrap could not be started
        mov     %eax, (%rsp)
        mov     $2, %edi
        mov     %rsp, %rsi
        mov     $2, %edx
        mov     $1, %eax                # write
        syscall
1:      mov     $1, %edi
        mov     $231, %eax              # exit_group
        syscall
PATH:                                   # the path of the next program is put here
