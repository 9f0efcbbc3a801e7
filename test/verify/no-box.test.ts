import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import { definedEnv } from '../../src/commands/prepare.ts'
import type { Judged } from '../../src/verify/judge.ts'
import { plantedEnv } from '../../src/verify/planted-env.ts'
import type { Field } from '../../src/verify/probe.ts'
import { verify } from '../../src/verify/run.ts'
import { JAIL } from '../e2e/support/box.ts'

/** A box that does not start blocks everything, and one that is none blocks nothing: neither may look green. */
const stateHome = mkdtempSync(join(tmpdir(), 'jail-verify-'))
afterAll(() => rmSync(stateHome, { recursive: true, force: true }))

const IDS = ['home-ssh-key', 'write-bashrc', 'write-descriptor', 'persist-git-hook', 'works-write-project']
const tryOutside = (ids: readonly string[], field: Field): readonly string[] => [
  ...[JAIL, '__probe', 'try', JSON.stringify(field)],
  ...ids,
]

function verifyWith(
  attack: (ids: readonly string[], field: Field) => readonly string[],
): Promise<readonly Judged[]> {
  return verify({
    probes: PROBES.filter(({ id }) => IDS.includes(id)),
    network: 'open',
    stateHome,
    isOffline: true,
    ways: {
      control: tryOutside,
      attack,
      witness: ({ canary, outside }) => [JAIL, '__probe', 'witness', canary, outside],
      env: ({ home, canary }) => ({
        ...definedEnv(process.env),
        ...plantedEnv(canary),
        HOME: home,
      }),
    },
  })
}

const verdicts = (all: readonly Judged[]): string[] =>
  all.map(({ probe, verdict }) => `${probe.id} ${verdict}`)

describe('the verdicts', () => {
  test('are all inconclusive when the box does not start', async () => {
    const judged = await verifyWith(() => ['/bin/sh', '-c', 'echo no box >&2; exit 125'])
    expect(verdicts(judged)).toEqual(IDS.map((id) => `${id} inconclusive`))
    expect(judged[0]?.reason).toBe('no answer from inside: no box')
  })

  test('are inconclusive for what was not tried when the box ended on the way', async () => {
    const judged = await verifyWith((_, field) => tryOutside(['home-ssh-key'], field))
    expect(verdicts(judged).slice(1)).toEqual(IDS.slice(1).map((id) => `${id} inconclusive`))
  })

  test('are all escapes when the box is none', async () => {
    const judged = await verifyWith(tryOutside)
    expect(verdicts(judged)).toEqual(IDS.map((id) => `${id} ${id.startsWith('works') ? 'works' : 'escaped'}`))
  })
})
