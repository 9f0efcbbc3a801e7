# The remount shim for x86_64: see remount.ts for what it does and why. Assemble with scripts/assemble-shim.
# System calls: rax = number, arguments rdi rsi rdx r10 r8, result rax (syscall(2)).
        .text
        .globl _start
_start:
        mov     8(%rsp), %rax           # argv[0]: what to mount, a letter
        movzbl  (%rax), %r15d
        mov     24(%rsp), %r14          # argv[2]: where
        mov     16(%rsp), %rsi          # argv[1]: the mount namespace of the box
        sub     $32, %rsp               # struct open_how (24 bytes) or mount_attr (32)
        mov     $-100, %edi             # AT_FDCWD
        mov     $0x80000, %edx          # O_RDONLY | O_CLOEXEC
        mov     $257, %eax              # openat
        syscall
        test    %eax, %eax
        js      9f
        mov     %eax, %ebx
        mov     %ebx, %edi
        mov     $0xb701, %esi           # NS_GET_USERNS: the user namespace that owns it
        mov     $16, %eax               # ioctl
        syscall
        test    %eax, %eax
        js      9f
        mov     %eax, %edi
        mov     $0x10000000, %esi       # CLONE_NEWUSER
        mov     $308, %eax              # setns: EINVAL where it is our own; whatever else is wrong, the next one fails
        syscall
        mov     %ebx, %edi
        mov     $0x20000, %esi          # CLONE_NEWNS
        mov     $308, %eax              # setns: from here on paths are those of the box
        syscall
        test    %eax, %eax
        js      9f
        mov     %r14, %rsi
        call    open
        mov     %eax, %r12d             # where to mount
        mov     %eax, %r13d             # and what: the same
        cmp     $0x74, %r15d            # 't': an empty folder
        je      3f
        cmp     $0x6e, %r15d            # 'n': an empty device, as for what is hidden from the start
        jne     1f
        lea     NULL(%rip), %rsi
        call    open
        mov     %eax, %r13d
1:      mov     %r13d, %edi
        lea     EMPTY(%rip), %rsi
        mov     $0x81001, %edx          # OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH
        mov     $428, %eax              # open_tree
        syscall
        test    %eax, %eax
        js      9f
        mov     %eax, %r13d
        xor     %eax, %eax
        mov     %rax, 8(%rsp)
        mov     %rax, 16(%rsp)
        mov     %rax, 24(%rsp)
        mov     $7, %eax                # MOUNT_ATTR_RDONLY | NOSUID | NODEV
        cmp     $0x77, %r15d            # 'w': the same, still writable
        jne     2f
        mov     $6, %eax                # MOUNT_ATTR_NOSUID | NODEV
2:      cmp     $0x6e, %r15d
        jne     2f
        mov     $3, %eax                # MOUNT_ATTR_RDONLY | NOSUID: a device that may not be one cannot be opened
2:      mov     %rax, (%rsp)
        mov     %r13d, %edi
        lea     EMPTY(%rip), %rsi
        mov     $0x1000, %edx           # AT_EMPTY_PATH
        mov     %rsp, %r10
        mov     $32, %r8d
        mov     $442, %eax              # mount_setattr
        syscall
        test    %eax, %eax
        js      9f
        jmp     4f
3:      lea     TMPFS(%rip), %rdi
        mov     $1, %esi                # FSOPEN_CLOEXEC
        mov     $430, %eax              # fsopen
        syscall
        test    %eax, %eax
        js      9f
        mov     %eax, %r13d
        mov     %eax, %edi
        mov     $6, %esi                # FSCONFIG_CMD_CREATE
        xor     %edx, %edx
        xor     %r10d, %r10d
        xor     %r8d, %r8d
        mov     $431, %eax              # fsconfig
        syscall
        test    %eax, %eax
        js      9f
        mov     %r13d, %edi
        mov     $1, %esi                # FSMOUNT_CLOEXEC
        mov     $7, %edx                # MOUNT_ATTR_RDONLY | NOSUID | NODEV
        mov     $432, %eax              # fsmount
        syscall
        test    %eax, %eax
        js      9f
        mov     %eax, %r13d
4:      mov     %r13d, %edi
        lea     EMPTY(%rip), %rsi
        mov     %r12d, %edx
        lea     EMPTY(%rip), %r10
        mov     $0x44, %r8d             # MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH
        mov     $429, %eax              # move_mount
        syscall
9:      neg     %eax                    # 0, or the errno
        mov     %eax, %edi
        mov     $231, %eax              # exit_group
        syscall
open:                                   # open: a descriptor of the path in rsi, on the way to which there is no link
        movq    $0x280000, 8(%rsp)      # how.flags: O_PATH | O_CLOEXEC
        movq    $0, 16(%rsp)            # how.mode
        movq    $4, 24(%rsp)            # how.resolve: RESOLVE_NO_SYMLINKS
        mov     $-100, %edi
        lea     8(%rsp), %rdx
        mov     $24, %r10d
        mov     $437, %eax              # openat2
        syscall
        test    %eax, %eax
        js      9b
        ret
NULL:   .asciz  "/dev/null"
TMPFS:  .asciz  "tmpfs"
EMPTY:  .byte   0
