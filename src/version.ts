declare const JAIL_VERSION: string

/** Version and commit, baked in by scripts/build.ts; a run from source says so. */
export const VERSION: string = typeof JAIL_VERSION === 'string' ? JAIL_VERSION : 'from source'
