/**
 * A race against the start of a jail: while it looks at a project and bwrap mounts it, another program puts a link in the
 * place of a folder or file and takes it back, as a box that runs in the same project can do at any time.
 */

import { ptr } from 'bun:ffi'
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cString, Libc } from '../../../src/sys/libc.ts'
import type { Box } from './box.ts'

/** Stands in every file outside that a link is laid to: whoever reads it inside has got out. */
export const CANARY = 'outside-canary'

/** One race: what is swapped in the project for a link, and the options that give the start an interest in it. */
export type Race = {
  readonly what: string
  readonly place: string
  readonly options?: readonly string[]
  /** A folder holds these, each with a plain text; a file has none. */
  readonly holds?: readonly string[]
}

export const RACES: readonly Race[] = [
  { what: 'a protected folder', place: '.vscode', holds: ['settings.json'] },
  { what: 'a protected file', place: '.envrc' },
  { what: 'the folder around what is protected', place: '.git', holds: ['config', 'HEAD', 'hooks/x'] },
  { what: 'a hidden folder', place: 'keys', holds: ['key'], options: ['--hide', './keys'] },
  { what: 'a hidden file', place: 'key', options: ['--hide', './key'] },
  {
    what: 'the folder around what is hidden',
    place: 'deep',
    holds: ['in/key'],
    options: ['--hide', './deep/in'],
  },
  { what: 'a file that is copied', place: 'state', options: ['--copy', './state'] },
  {
    what: 'what is read-only in it',
    place: 'fixed',
    holds: ['file'],
    options: ['--hide', './none', '--read', './fixed'],
  },
]

export type Raced = {
  /** Starts whose command ran. */
  readonly ran: number
  /** Starts that were refused since a place had been replaced, and for another reason of the same kind. */
  readonly moved: number
  readonly refused: readonly string[]
  /** What must never be: the canary inside, or a change outside. */
  readonly wrong: readonly string[]
}

/** Lays out the places of a race; the second of each pair is the link. */
export function layOut(box: Box, race: Race): { readonly real: string; readonly link: string } {
  const real = join(box.project, race.place)
  const target = join(box.home, 'outside', race.place)
  for (const [top, text] of [
    [real, 'inside'],
    [target, CANARY],
  ] as const) {
    for (const name of race.holds ?? ['']) {
      mkdirSync(dirname(join(top, name)), { recursive: true })
      writeFileSync(join(top, name), `${text}\n`)
    }
  }
  const link = join(box.top, 'link')
  symlinkSync(target, link)
  renameSync(link, `${real}.link`)
  return { real, link: `${real}.link` }
}

/** Starts a jail `starts` times while the two are swapped without a pause. */
export async function race(box: Box, one: Race, starts: number): Promise<Raced> {
  const { real, link } = layOut(box, one)
  const before = outside(box)
  const swapper = Bun.spawn([process.execPath, import.meta.path, real, link], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const found = { ran: 0, moved: 0, refused: [] as string[], wrong: [] as string[] }
  // The names change under it, so what is not found is no answer.
  const script =
    'find . -type f -exec cat {} + 2>&-; find . -type l -exec cat {} + 2>&-; cat */* 2>&-; echo ran'
  try {
    for (let start = 0; start < starts; start++) {
      const done = box.run(script, one.options ?? [])
      if (done.out.includes(CANARY))
        found.wrong.push(`start ${start}: the canary was read inside: ${done.out}${done.err}`)
      if (done.err.includes('was replaced while the box was made')) found.moved++
      else if (done.code === 125) found.refused.push(done.err)
      else if (done.out.endsWith('ran\n')) found.ran++
      else found.wrong.push(`start ${start}: ended with ${done.code}: ${done.err}`)
      const after = outside(box)
      if (after !== before) found.wrong.push(`start ${start}: outside there is now ${after}`)
    }
  } finally {
    swapper.kill('SIGKILL')
    await swapper.exited
  }
  return found
}

/** All that is outside of the project, with its content. */
export function outside(box: Box): string {
  const top = join(box.home, 'outside')
  const names = readdirSync(top, { recursive: true, withFileTypes: true })
  return names
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return entry.isFile() ? `${path}=${readFileSync(path, 'utf8')}` : path
    })
    .toSorted()
    .join(' ')
}

/** Swaps two names for ever, with pauses of up to 3 ms: a start that looks twice sees the one and then the other. */
function swapForEver(first: string, second: string): never {
  const RENAMEAT2 = process.arch === 'arm64' ? 276 : 316
  const AT_FDCWD = -100
  const EXCHANGE = 2
  const libc = new Libc()
  const [one, two] = [cString(first), cString(second)]
  for (;;) {
    libc.raw(RENAMEAT2, AT_FDCWD, Number(ptr(one)), AT_FDCWD, Number(ptr(two)), EXCHANGE)
    Bun.sleepSync(Math.random() * 3)
  }
}

const [, , first, second] = process.argv
if (import.meta.main && first !== undefined && second !== undefined) swapForEver(first, second)
