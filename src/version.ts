declare const JAIL_VERSION: string

/** What a run from source says: it is no program that could be shown in a box. */
export const FROM_SOURCE = 'from source'

/** Version and commit, baked in by scripts/build.ts; a run from source says so. */
export const VERSION: string = typeof JAIL_VERSION === 'string' ? JAIL_VERSION : FROM_SOURCE
