/** What is bad, the file, the id of the error, its message and its fix. The message begins with the name of the file. */
export type BadConfig = readonly [what: string, text: string, id: string, message: string, fix: string]

/** The words of a config file, as the fix of an unknown one ends. */
export const WORDS_HERE =
  'The words here are: description, read, write, copy, keep, hide, protect, env, network, hostname, nested, limits, accept, review, notes.'
