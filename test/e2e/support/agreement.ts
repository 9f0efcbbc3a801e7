/** `jail doctor` and `jail run -- true` in one situation, and what must hold of the two in every one. */

import { expect } from 'bun:test'
import { existsSync } from 'node:fs'
import { type Box, type Done, type How, JAIL } from './box.ts'

/** A situation, and what both commands say there. */
export type Situation = {
  readonly name: string
  /** The words to put before jail; evaluated late, since the box is made late. */
  readonly make: () => readonly string[]
  /** The path of jail there, where it is another one. */
  readonly jail?: string
  readonly env?: () => Readonly<Record<string, string>>
  readonly exit: 0 | 1
  /** The checks that fail beside `bubblewrap.live`, which is the last word, in the order of the report. */
  readonly fails?: readonly string[]
  /** The checks that fail beside them where the tests run in a container, which may be what does this. */
  readonly inEngine?: readonly string[]
  /** The same where they do not. */
  readonly outside?: readonly string[]
  /** Checks that warn, whatever others do. */
  readonly warns?: readonly string[]
  /** The cause, in the sentence of `jail run` and in what doctor says. */
  readonly says?: RegExp
  /** How far the start comes, as doctor tells it. */
  readonly reach?: string
}

type Row = { readonly id: string; readonly status: string; readonly seen: string; readonly means?: string }

/** The engine leaves a mark that these tests cannot take away (src/host/gather/blockers.ts). */
const IN_ENGINE = existsSync('/.dockerenv') || existsSync('/run/.containerenv')

/**
 * Looks and starts in a situation. In every one: the exit code of doctor is the one that it reports, doctor is green
 * exactly where the start works, its live check says so too, and a start that fails gives the very sentence of doctor.
 */
export function agree(box: Box, situation: Situation): void {
  const { make, env = () => ({}), jail = JAIL, exit, fails = [], says, reach } = situation
  const how: How = { env: env() }
  const looked = box.command([...make(), jail, 'doctor', '--json'], how)
  const started = box.command([...make(), jail, 'run', '--', 'true'], how)
  const rows = rowsOf(looked)
  const live = rows.find(({ id }) => id === 'bubblewrap.live')
  const failed = rows.filter(({ status }) => status === 'fail').map(({ id }) => id)
  const wanted = [...fails, ...((IN_ENGINE ? situation.inEngine : situation.outside) ?? [])]
  expect({
    failed: failed.filter((id) => id !== 'bubblewrap.live').sort(),
    exit: looked.code,
    err: looked.err,
  }).toEqual({ failed: wanted.sort(), exit, err: '' })
  for (const id of situation.warns ?? []) expect(rows.find((row) => row.id === id)?.status).toBe('warn')
  expect(rows.filter(({ status }) => status === 'crash')).toEqual([])
  expect({ run: started.code, live: live?.status === 'ok' }).toEqual({
    run: exit === 0 ? 0 : 125,
    live: exit === 0,
  })
  if (exit === 0) {
    expect(started.err).toBe('')
    return
  }
  const sentence = sentenceOf(started)
  expect(sentence).toMatch(says ?? /^$/)
  expect(compared(live?.seen ?? '', box)).toContain(compared(sentence, box))
  if (reach !== undefined) expect(live?.means).toContain(reach)
}

/** Without the home folder, which doctor writes as `~`, and the numbers of descriptors. */
function compared(text: string, { home }: Box): string {
  return [home, '/mnt/box/home', '/box/home', '~']
    .reduce((rest, one) => rest.replaceAll(one, ''), text)
    .replaceAll(/\/fd\/\d+/g, '/fd/N')
}

function rowsOf({ out, code }: Done): Row[] {
  const report: { readonly exit: number; readonly findings: Row[] } = JSON.parse(out)
  expect(report.exit).toBe(code ?? -1)
  return report.findings
}

/** The first line of a refusal, which ends there, and has a second one that says what to do. */
function sentenceOf({ err, out }: Done): string {
  const [sentence = '', fix = ''] = err.trimEnd().split('\n')
  expect(sentence).toStartWith('jail: ')
  expect(fix).toMatch(/^ +\S/)
  expect(err).not.toContain('bug of jail')
  expect(out).toBe('')
  return sentence.slice('jail: '.length)
}
