# long child(table): a child by clone(2) that makes the system calls of a table and ends. See ../fork.ts for the table.
# The parent gets the pid or a negative errno. Nothing but registers, the table and this code is used in the child.
        .intel_syntax noprefix
        push    rbx
        mov     rbx, rdi
        mov     eax, 56                 # clone: the flags, and nothing else
        mov     rdi, [rbx]
        xor     esi, esi
        xor     edx, edx
        xor     r10d, r10d
        xor     r8d, r8d
        syscall
        test    rax, rax
        jnz     parent
        add     rbx, 8
next:   mov     rax, [rbx]
        cmp     rax, -1                 # the end of the table
        je      well
        mov     rdi, [rbx + 8]
        mov     rsi, [rbx + 16]
        mov     rdx, [rbx + 24]
        mov     r10, [rbx + 32]
        mov     r8, [rbx + 40]
        cmp     qword ptr [rbx + 48], 2
        je      old
        syscall
        jmp     look
old:    int     0x80                    # the entry of 32-bit programs
look:   test    rax, rax
        js      badly
        jz      step
        cmp     qword ptr [rbx + 48], 1 # a positive answer is the end
        je      well
step:   add     rbx, 56
        jmp     next
well:   xor     edi, edi
        jmp     end
badly:  neg     eax
        mov     edi, eax
end:    mov     eax, 231                # exit_group
        syscall
parent: pop     rbx
        ret
