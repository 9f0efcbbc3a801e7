// long child(table): a child by clone(2) that makes the system calls of a table and ends. See ../fork.ts for the table.
// The parent gets the pid or a negative errno. Nothing but registers, the table and this code is used in the child.
        stp     x19, x30, [sp, #-16]!
        mov     x19, x0
        mov     x8, #220                // clone: the flags, and nothing else
        ldr     x0, [x19]
        mov     x1, #0
        mov     x2, #0
        mov     x3, #0
        mov     x4, #0
        svc     #0
        cbnz    x0, parent
        add     x19, x19, #8
next:   ldr     x8, [x19]
        cmn     x8, #1                  // the end of the table
        b.eq    well
        ldp     x0, x1, [x19, #8]
        ldp     x2, x3, [x19, #24]
        ldr     x4, [x19, #40]
        svc     #0
        cmp     x0, #0
        b.lt    badly
        b.eq    step
        ldr     x9, [x19, #48]          // a positive answer is the end
        cmp     x9, #1
        b.eq    well
step:   add     x19, x19, #56
        b       next
well:   mov     x0, #0
        b       end
badly:  neg     x0, x0
end:    mov     x8, #94                 // exit_group
        svc     #0
parent: ldp     x19, x30, [sp], #16
        ret
