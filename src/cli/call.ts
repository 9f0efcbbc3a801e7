import type { Options } from './options.ts'

/** What one command is called with. `words` starts with the profile or command; what follows it is the agent's. */
export type Call = { readonly options: Options; readonly words: readonly string[] }

/** A command: answers the exit code. */
export type Run = (call: Call) => Promise<number>
