# The start shim for x86_64: see shim.ts for what it does and why. Assemble with scripts/assemble-shim.
# System calls: rax = number, arguments rdi rsi rdx r10 r8, result rax (syscall(2)).
        .text
        .globl _start
_start:
        lea     8(%rsp), %r13           # argv
        mov     (%rsp), %rax            # argc
        lea     16(%rsp,%rax,8), %r14   # envp: behind argv and its NULL
        add     $8, %r13                # argv[1], the command
        sub     $160, %rsp              # room; it begins with a struct sigaction of zeros: SIG_DFL
        xor     %eax, %eax
        mov     %rax, (%rsp)
        mov     %rax, 8(%rsp)
        mov     %rax, 16(%rsp)
        mov     %rax, 24(%rsp)
        mov     MASK(%rip), %ebp
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
        mov     REPORT(%rip), %esi
        mov     $0x80000, %edx          # O_CLOEXEC
        mov     $292, %eax              # dup3
        syscall
        mov     STDERR(%rip), %edi
        mov     $2, %esi
        xor     %edx, %edx
        mov     $292, %eax              # dup3
        syscall
        mov     STDERR(%rip), %edi
        mov     $3, %eax                # close
        syscall
        mov     SELF(%rip), %edi
        mov     $3, %eax                # close
        syscall
        sub     $4096, %rsp
        mov     $-100, %edi             # AT_FDCWD
        lea     MOUNTS(%rip), %rsi
        xor     %edx, %edx
        xor     %r10d, %r10d
        mov     $257, %eax              # openat
        syscall
        mov     %eax, %ebx              # where it fails, so does read, and jail is told of no mounts
10:     mov     %ebx, %edi
        mov     %rsp, %rsi
        mov     $4096, %edx
        xor     %eax, %eax              # read
        syscall
        mov     %rax, %rdx
        test    %rax, %rax
        jg      11f
        movb    $0, (%rsp)              # NUL: that was all
        xor     %edx, %edx
        inc     %edx
11:     mov     %rax, %r12
        mov     GATE(%rip), %edi
        mov     %rsp, %rsi
        mov     $0x4000, %r10d          # MSG_NOSIGNAL
        xor     %r8d, %r8d
        xor     %r9d, %r9d
        mov     $44, %eax               # sendto
        syscall
        test    %rax, %rax
        jle     8f
        test    %r12, %r12
        jg      10b
        mov     %ebx, %edi
        mov     $3, %eax                # close
        syscall
        mov     GATE(%rip), %edi
        mov     %rsp, %rsi
        mov     $1, %edx
        xor     %eax, %eax              # read: a byte when all is as planned, none when jail is gone or refuses
        syscall
        cmp     $1, %rax
        jne     8f
        add     $4096, %rsp
        mov     GATE(%rip), %edi
        mov     $3, %eax                # close
        syscall
        mov     $15, %edi               # PR_SET_NAME
        lea     NAME(%rip), %rsi
        mov     $157, %eax              # prctl
        syscall
        mov     $4, %edi                # PR_SET_DUMPABLE: the command cannot reach what is open here
        xor     %esi, %esi
        mov     $157, %eax              # prctl
        syscall
        mov     $1, %edi                # PR_SET_PDEATHSIG: the outer bwrap's end is the end of the box
        mov     $9, %esi                # SIGKILL
        mov     $157, %eax              # prctl
        syscall
        mov     ALIVE(%rip), %edi
        mov     $4, %esi                # F_SETFL
        mov     $0x2800, %edx           # O_ASYNC: jail's end kills the outer bwrap; O_NONBLOCK
        mov     $72, %eax               # fcntl
        syscall
        mov     ALIVE(%rip), %edi
        mov     $2, %esi                # F_SETFD
        mov     $1, %edx                # FD_CLOEXEC
        mov     $72, %eax               # fcntl
        syscall
        mov     ALIVE(%rip), %eax       # two struct pollfd: the number, no events
        mov     %rax, (%rsp)
        mov     STATUS(%rip), %eax
        mov     %rax, 8(%rsp)
        mov     %rsp, %rdi
        mov     $2, %esi
        xor     %edx, %edx              # no time
        mov     $7, %eax                # poll
        syscall
        mov     6(%rsp), %al
        or      14(%rsp), %al
        test    $0x38, %al              # POLLERR, POLLHUP, POLLNVAL: jail or the outer bwrap is gone
        jnz     8f
        mov     STATUS(%rip), %edi
        mov     $3, %eax                # close
        syscall
        movq    $0x10000, (%rsp)        # SIGCHLD
        xor     %edi, %edi              # SIG_BLOCK
        mov     %rsp, %rsi
        xor     %edx, %edx
        mov     $8, %r10d
        mov     $14, %eax               # rt_sigprocmask
        syscall
        mov     $-1, %edi
        mov     %rsp, %rsi
        mov     $8, %edx
        mov     $0x80800, %r10d         # SFD_CLOEXEC, SFD_NONBLOCK
        mov     $289, %eax              # signalfd4
        syscall
        test    %eax, %eax
        js      6f
        mov     %eax, %r15d
        lea     16(%rsp), %rdi          # where the child waits
        mov     $0x80000, %esi          # O_CLOEXEC
        mov     $293, %eax              # pipe2
        syscall
        test    %eax, %eax
        js      6f
        mov     $17, %edi               # SIGCHLD: a plain fork
        xor     %esi, %esi
        xor     %edx, %edx
        xor     %r10d, %r10d
        xor     %r8d, %r8d
        mov     $56, %eax               # clone
        syscall
        test    %eax, %eax
        js      6f
        jz      5f

        mov     %eax, %r12d             # the command; it still has blocked what its caller has not
        mov     %rsp, %rdi
        mov     $8, %esi
        mov     $127, %eax              # rt_sigpending: what came before there was a command
        syscall
        mov     (%rsp), %ebp
        and     $0xfffeffff, %ebp       # but SIGCHLD
        mov     $1, %ebx
3:      shr     $1, %ebp
        jnc     4f
        mov     %r12d, %edi
        mov     %ebx, %esi
        mov     $62, %eax               # kill
        syscall
4:      inc     %ebx
        test    %ebp, %ebp
        jnz     3b
        mov     20(%rsp), %edi
        mov     %rsp, %rsi
        mov     $1, %edx
        mov     $1, %eax                # write: the command may go on
        syscall
        mov     20(%rsp), %edi
        mov     $3, %eax                # close
        syscall
        mov     16(%rsp), %edi
        mov     $3, %eax                # close
        syscall
        mov     REPORT(%rip), %edi
        mov     $3, %eax                # close
        syscall
9:      mov     $-1, %rdi               # any child
        mov     %rsp, %rsi
        mov     $1, %edx                # WNOHANG
        xor     %r10d, %r10d
        mov     $61, %eax               # wait4
        syscall
        cmp     %r12d, %eax
        je      7f
        test    %eax, %eax
        jg      9b                      # an orphan of the box
        mov     ALIVE(%rip), %eax
        mov     %rax, (%rsp)
        mov     %r15d, 8(%rsp)
        movl    $1, 12(%rsp)            # POLLIN
        mov     %rsp, %rdi
        mov     $2, %esi
        mov     $-1, %edx               # without end
        mov     $7, %eax                # poll
        syscall
        testb   $0x38, 6(%rsp)          # jail is gone
        jnz     8f
        mov     %r15d, %edi
        mov     %rsp, %rsi
        mov     $128, %edx
        xor     %eax, %eax              # read
        syscall
        jmp     9b

5:      mov     16(%rsp), %edi
        mov     %rsp, %rsi
        mov     $1, %edx
        xor     %eax, %eax              # read: until it may go on
        syscall
        mov     $0x50, %r12d            # 'P'
        mov     LIMIT(%rip), %eax
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
10:     mov     BLOCKED(%rip), %eax
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
6:      mov     $0x45, %r12d            # 'E'
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
        jne     0f
        inc     %edi
        jmp     0f
7:      mov     (%rsp), %edi            # how the command ended (wait(2))
        mov     %edi, %eax
        shr     $8, %edi
        and     $0xff, %edi
        and     $0x7f, %eax             # the signal that ended it
        jz      0f
        lea     128(%rax), %edi
        jmp     0f
8:      mov     $137, %edi
0:      mov     $231, %eax              # exit_group; at the end of pid 1 the kernel ends all in the box
        syscall
MASK:   .long   0x11111111
REPORT: .long   0x22222222
STDERR: .long   0x33333333
SELF:   .long   0x44444444
ALIVE:  .long   0x55555555
BLOCKED: .long  0x66666666
STATUS: .long   0x77777777
LIMIT:  .long   0x88888888
GATE:   .long   0x99999999
NAME:   .asciz  "jail-init"
MOUNTS: .asciz  "/proc/self/mountinfo"
