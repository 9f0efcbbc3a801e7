import type { Question } from '../sys/files.ts'
import type { Look } from '../sys/looks.ts'

/** Every other question by its kind: of text and lists only a digest is kept, since a text may hold a secret. */
export type What =
  | Question['what']
  | 'text'
  | 'names'
  | 'list'
  | 'link'
  | 'real'
  | 'identity'
  | 'times'
  | 'may'

export type Asked = {
  readonly what: What
  readonly path: string
  /** The bits of access(2). */
  readonly bits?: number
  /** The answer, or its digest. */
  readonly answer: string
  /**
   * The fingerprint of a folder from before it was listed. While it is the same, the list is: whatever is made, removed
   * or renamed in a folder changes its ctime, which nobody can set (inode(7)). Left out for one that had just changed,
   * since two changes within one tick of the clock have one ctime.
   */
  readonly times?: string
}

/** All that a start was told of the machine. The same questions with the same answers lead to the same plan. */
export type Log = { readonly looks: readonly Look[]; readonly asked: readonly Asked[] }

/** SHA-256 of a text, in hexadecimal. */
export function digest(text: string): string {
  return new Bun.CryptoHasher('sha256').update(text).digest('hex')
}

/** An answer as it is kept and compared. The order in which a folder lists its names says nothing. */
export function asKept(what: What, answer: unknown): string {
  if (what === 'names' && Array.isArray(answer)) return digest([...answer].sort().join('\0'))
  if (what === 'list' && Array.isArray(answer))
    return digest(
      answer
        .map(({ name, kind }) => `${name}\0${kind}`)
        .sort()
        .join('\0'),
    )
  if (what === 'folders' && typeof answer === 'object' && answer !== null && 'names' in answer) {
    const { names, has } = answer as { readonly names: readonly string[]; readonly has: boolean }
    return digest([String(has), ...[...names].sort()].join('\0'))
  }
  if (what === 'text' && typeof answer === 'string') return digest(answer)
  return JSON.stringify(answer) ?? 'undefined'
}
