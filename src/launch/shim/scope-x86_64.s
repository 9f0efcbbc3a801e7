# The scope shim for x86_64: see scope.ts for what it does and why. Assemble with scripts/assemble-shim.
# System calls: rax = number, arguments rdi rsi rdx r10 r8, result rax (syscall(2)).
        .text
        .globl _start
_start:
        lea     8(%rsp), %r13           # argv, which is bwrap's
        mov     (%rsp), %rax            # argc
        lea     16(%rsp,%rax,8), %r14   # envp: behind argv and its NULL
        sub     $32, %rsp               # struct landlock_ruleset_attr
        xor     %edx, %edx
        mov     %rdx, (%rsp)            # no access to files is handled
        mov     %rdx, 8(%rsp)           # nor to the network
        movq    $3, 16(%rsp)            # scoped: abstract unix sockets, signals
        mov     $38, %edi               # PR_SET_NO_NEW_PRIVS
        mov     $1, %esi
        xor     %r10d, %r10d
        xor     %r8d, %r8d
        mov     $157, %eax              # prctl
        syscall
        test    %eax, %eax
        js      1f
        mov     %rsp, %rdi
        mov     $24, %esi
        xor     %edx, %edx
        mov     $444, %eax              # landlock_create_ruleset, closed by execve
        syscall
        test    %eax, %eax
        js      1f
        mov     %eax, %edi
        xor     %esi, %esi
        mov     $446, %eax              # landlock_restrict_self
        syscall
        test    %eax, %eax
        js      1f
        lea     PATH(%rip), %rdi
        mov     %r13, %rsi
        mov     %r14, %rdx
        mov     $59, %eax               # execve
        syscall
        mov     $0x42, %ecx             # 'B': bwrap could not be started
        jmp     2f
1:      mov     $0x4c, %ecx             # 'L': the kernel refused the scopes
2:      neg     %eax                    # errno
        shl     $8, %eax
        or      %ecx, %eax
        mov     %eax, (%rsp)
        mov     $2, %edi
        mov     %rsp, %rsi
        mov     $2, %edx
        mov     $1, %eax                # write
        syscall
        mov     $1, %edi
        mov     $231, %eax              # exit_group
        syscall
PATH:                                   # the path of bwrap is put here
