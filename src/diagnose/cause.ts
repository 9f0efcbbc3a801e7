/** Why bwrap could not set the box up on this machine, and what to type. */
export type Cause = { readonly id: string; readonly cause: string; readonly fix: string }
