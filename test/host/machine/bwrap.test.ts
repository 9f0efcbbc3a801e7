import { afterAll, describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { bwrap } from '../../../src/host/machine/bwrap.ts'
import type { Ground } from '../../../src/host/machine/gatherer.ts'
import { groundOf } from '../../../src/host/machine/ground.ts'
import type { Facets } from '../../../src/host/machine.ts'
import { gone } from '../../e2e/support/processes.ts'
import { FakeBwraps, OPTIONS } from '../fake-bwrap.ts'

const fake = new FakeBwraps()
afterAll(() => fake.remove())

/** What doctor finds with this JAIL_BWRAP, for somebody without a home folder. */
async function ask(path: string, env: Record<string, string> = {}): Promise<Facets['bwrap']> {
  const here: Ground = groundOf({ JAIL_BWRAP: path, HOME: '', ...env }, fake.files)
  return bwrap.gather(here)
}

describe('the bwrap of JAIL_BWRAP', () => {
  test('is asked for its version and options', async () => {
    const path = fake.plant('good/bwrap')
    const answer = { version: '0.9.0', options: OPTIONS, fileCapabilities: false }
    expect(await ask(path)).toEqual({ state: 'usable', path, setuid: false, ...answer })
  })

  test('may be setuid', async () => {
    expect(await ask(fake.plant('good/setuid', 0o4755))).toMatchObject({ state: 'usable', setuid: true })
  })

  test('is not started when others can write it', async () => {
    const path = fake.plant('bad/open', 0o777)
    fake.wasCalled()
    expect(await ask(path)).toMatchObject({ state: 'unusable', because: 'named' })
    expect(fake.wasCalled()).toBe(false)
  })

  test('may be missing', async () => {
    const why = `JAIL_BWRAP names ${fake.top}/none, which is not a file`
    expect(await ask(`${fake.top}/none`)).toEqual({ state: 'unusable', why, because: 'named' })
  })

  test('may be no bubblewrap', async () => {
    const path = fake.plant('other/tool', 0o755, 'usage: tool')
    expect(await ask(path)).toMatchObject({
      why: `${path} --help does not list the options of bubblewrap`,
    })
  })

  test('may be no program at all', async () => {
    const path = fake.plant('other/data')
    writeFileSync(path, '\x7fELF and no more')
    expect(await ask(path)).toMatchObject({ why: `${path} cannot be started` })
  })

  test('may hang, and is ended with what it has started', async () => {
    const path = fake.plant('other/slow')
    const mark = `62.${process.pid}`
    writeFileSync(path, `#!/bin/sh\nsleep ${mark}\n`)
    const start = performance.now()
    expect(await ask(path)).toEqual({
      state: 'unusable',
      why: `${path} --help does not answer within 1500 ms`,
      because: 'silent',
    })
    expect(performance.now() - start).toBeLessThan(4000)
    await gone(`sleep ${mark}`, 3000)
  })
})

test('nothing that it reads needs a home folder', async () => {
  expect(() => groundOf({ HOME: '/' }, fake.files).caller()).toThrow()
  expect(await ask(fake.plant('good/homeless'), { HOME: '/' })).toMatchObject({ state: 'usable' })
})
