# The start shim for x86_64: see shim.ts for what it does and why. Assemble with scripts/assemble-shim.
# System calls: rax = number, arguments rdi rsi rdx r10, result rax (syscall(2)).
        .text
        .globl _start
_start:
        lea     8(%rsp), %r13           # argv
        mov     (%rsp), %rax            # argc
        lea     16(%rsp,%rax,8), %r14   # envp: behind argv and its NULL
        add     $8, %r13                # argv[1], the command
        sub     $32, %rsp               # a struct sigaction of zeros: SIG_DFL
        xor     %eax, %eax
        mov     %rax, (%rsp)
        mov     %rax, 8(%rsp)
        mov     %rax, 16(%rsp)
        mov     %rax, 24(%rsp)
        .byte   0xbd                    # mov $MASK, %ebp
MASK:   .long   0x11111111
        mov     $1, %ebx                # signal number
1:      shr     $1, %ebp
        jnc     2f
        mov     %ebx, %edi
        mov     %rsp, %rsi
        xor     %edx, %edx
        mov     $8, %r10d
        mov     $13, %eax               # rt_sigaction
        syscall
2:      inc     %ebx
        test    %ebp, %ebp
        jnz     1b
        mov     $2, %edi                # the report file is fd 2 until now
        .byte   0xbe                    # mov $REPORT, %esi
REPORT: .long   0x22222222
        mov     $0x80000, %edx          # O_CLOEXEC
        mov     $292, %eax              # dup3
        syscall
        .byte   0xbf                    # mov $STDERR, %edi
STDERR: .long   0x33333333
        mov     %edi, %ebx
        mov     $2, %esi
        xor     %edx, %edx
        mov     $292, %eax              # dup3
        syscall
        mov     %ebx, %edi
        mov     $3, %eax                # close
        syscall
        .byte   0xbf                    # mov $SELF, %edi
SELF:   .long   0x44444444
        test    %edi, %edi
        js      3f
        mov     $3, %eax                # close
        syscall
3:      mov     $20000, %r12d           # looks at /proc/1/stat, at most
6:      mov     $-100, %edi             # AT_FDCWD
        lea     STAT(%rip), %rsi
        xor     %edx, %edx
        xor     %r10d, %r10d
        mov     $257, %eax              # openat
        syscall
        test    %eax, %eax
        js      7f
        mov     %eax, %ebx
        mov     %eax, %edi
        mov     %rsp, %rsi
        mov     $32, %edx
        xor     %eax, %eax              # read: "1 (bwrap) S ..."
        syscall
        mov     %ebx, %edi
        mov     $3, %eax                # close
        syscall
        mov     %rsp, %rsi
        lea     29(%rsp), %rdi
8:      cmpb    $0x29, (%rsi)           # )
        je      9f
        inc     %rsi
        cmp     %rdi, %rsi
        jb      8b
9:      cmpb    $0x53, 2(%rsi)          # S: it sleeps in wait
        je      7f
        mov     $24, %eax               # sched_yield
        syscall
        dec     %r12d
        jnz     6b
7:      .byte   0xb8                    # mov $STATUS, %eax
STATUS: .long   0x77777777
        mov     %eax, %ebx
        mov     %rax, (%rsp)            # struct pollfd: the number, no events
        mov     %rsp, %rdi
        mov     $1, %esi
        xor     %edx, %edx
        mov     $7, %eax                # poll
        syscall
        testb   $0x10, 6(%rsp)          # POLLHUP: the outer bwrap is gone
        jnz     5f
        mov     %ebx, %edi
        mov     $3, %eax                # close
        syscall
        .byte   0xbf                    # mov $ALIVE, %edi
ALIVE:  .long   0x55555555
        mov     %edi, %ebx
        mov     %rsp, %rsi
        mov     $1, %edx
        xor     %eax, %eax              # read: EAGAIN while jail lives
        syscall
        test    %rax, %rax              # 0: the other end is closed
        jz      5f
        mov     %ebx, %edi
        mov     $3, %eax                # close
        syscall
        mov     $0x50, %r12d            # 'P'
        .byte   0xb8                    # mov $LIMIT, %eax
LIMIT:  .long   0x88888888
        test    %eax, %eax
        jz      10f                     # 0: no limit of processes
        mov     %rax, (%rsp)            # struct rlimit: soft and hard
        mov     %rax, 8(%rsp)
        mov     $6, %edi                # RLIMIT_NPROC
        mov     %rsp, %rsi
        mov     $160, %eax              # setrlimit
        syscall
        test    %eax, %eax
        js      11f
10:     .byte   0xb8                    # mov $BLOCKED, %eax
BLOCKED: .long  0x66666666
        mov     %rax, (%rsp)
        mov     $2, %edi                # SIG_SETMASK
        mov     %rsp, %rsi
        xor     %edx, %edx
        mov     $8, %r10d
        mov     $14, %eax               # rt_sigprocmask: what is pending comes now
        syscall
        mov     (%r13), %rdi
        mov     %r13, %rsi
        mov     %r14, %rdx
        mov     $59, %eax               # execve
        syscall
        mov     $0x45, %r12d            # 'E'
11:     neg     %eax                    # errno
        mov     %eax, %ebx
        shl     $8, %eax
        or      %r12d, %eax             # the letter, errno
        mov     %eax, (%rsp)
        mov     REPORT(%rip), %edi
        mov     %rsp, %rsi
        mov     $2, %edx
        mov     $1, %eax                # write
        syscall
        mov     $126, %edi
        cmp     $2, %ebx                # ENOENT
        jne     4f
        inc     %edi
4:      mov     $231, %eax              # exit_group
        syscall
5:      mov     $137, %edi
        jmp     4b
STAT:   .asciz  "/proc/1/stat"
