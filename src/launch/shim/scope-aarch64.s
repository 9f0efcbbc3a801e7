// The scope shim for aarch64: see scope.ts for what it does and why. Assemble with scripts/assemble-shim.
// System calls: x8 = number, arguments x0.., result x0 (syscall(2)).
        .text
        .globl _start
_start:
        ldr     x9, [sp]                // argc
        add     x19, sp, #8             // argv, which is bwrap's
        add     x20, sp, #16
        add     x20, x20, x9, lsl #3    // envp: behind argv and its NULL
        sub     sp, sp, #32             // struct landlock_ruleset_attr
        stp     xzr, xzr, [sp]          // no access to files is handled, nor to the network
        mov     x9, #3                  // scoped: abstract unix sockets, signals
        str     x9, [sp, #16]
        mov     x0, #38                 // PR_SET_NO_NEW_PRIVS
        mov     x1, #1
        mov     x2, xzr
        mov     x3, xzr
        mov     x4, xzr
        mov     x8, #167                // prctl
        svc     #0
        tbnz    w0, #31, 1f
        mov     x0, sp
        mov     x1, #24
        mov     x2, xzr
        mov     x8, #444                // landlock_create_ruleset, closed by execve
        svc     #0
        tbnz    w0, #31, 1f
        mov     x1, xzr
        mov     x8, #446                // landlock_restrict_self
        svc     #0
        tbnz    w0, #31, 1f
        adr     x0, PATH
        mov     x1, x19
        mov     x2, x20
        mov     x8, #221                // execve
        svc     #0
        mov     w10, #0x42              // 'B': bwrap could not be started
        b       2f
1:      mov     w10, #0x4c              // 'L': the kernel refused the scopes
2:      neg     w9, w0                  // errno
        lsl     w9, w9, #8
        orr     w9, w9, w10
        str     w9, [sp]
        mov     x0, #2
        mov     x1, sp
        mov     x2, #2
        mov     x8, #64                 // write
        svc     #0
        mov     x0, #1
        mov     x8, #94                 // exit_group
        svc     #0
PATH:                                   // the path of bwrap is put here
