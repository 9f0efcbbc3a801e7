import { afterAll, expect, test } from 'bun:test'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probe } from '../../probes/write-descriptor.ts'
import { definedEnv } from '../../src/commands/environment.ts'
import { makeGround } from '../../src/verify/field.ts'
import { plantedEnv } from '../../src/verify/planted-env.ts'
import type { Field } from '../../src/verify/probe.ts'
import { NO_WITNESS } from '../../src/verify/quick.ts'
import { JAIL } from '../e2e/support/box.ts'
import { type From, lineWithout, prepared, scriptFor } from './mutate.ts'

/** What holds this claim is jail's launcher, so the mutation is a start of the same line without it: by bash. */
const state = mkdtempSync(join(tmpdir(), 'jail-descriptor-'))
const ground = makeGround(state)
const here = process.cwd()
afterAll(() => {
  process.chdir(here)
  rmSync(state, { recursive: true, force: true })
})

const { top: _top, remove: _remove, ...places } = ground
const field: Field = { ...places, network: 'open', witness: NO_WITNESS, realCanary: undefined }
const env = { ...definedEnv(process.env), ...plantedEnv(ground.canary), HOME: ground.home }
const command = [JAIL, '__probe', 'try', JSON.stringify(field), probe.id]

/** Starts something with the folder outside open, and looks whether it was written there. */
async function isReached(argv: readonly string[]): Promise<boolean | undefined> {
  await probe.plant?.(field)
  const fd = openSync(field.outside, 'r')
  try {
    Bun.spawnSync([...argv], {
      cwd: field.project,
      env,
      stdio: ['ignore', 'ignore', 'ignore', fd],
      timeout: 20_000,
    })
  } finally {
    closeSync(fd)
  }
  return (await probe.reached?.(field, { code: 0 }))?.worked
}

test('write-descriptor escapes without the launcher of jail, and is blocked by it', async () => {
  const from: From = { field, env, network: 'open', profile: 'base', command }
  const start = await prepared(from)
  const script = scriptFor(lineWithout(start, [], from), start.plan, env)
  expect(await isReached(['/bin/bash', '-c', script])).toBe(true)
  expect(await isReached([JAIL, 'run', '--quiet', '--', ...command])).toBe(false)
})
