import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Box, JAIL } from './box.ts'

/** Large enough that writing it takes its time. */
const SIZE = 4_000_000

/** How many of the runs were killed, and which content the host had then. */
export type Killed = { readonly killed: number; readonly old: number; readonly fresh: number }

/**
 * Starts a jail that keeps a file, `runs` times, and kills it at moments that are spread over the time that a run takes,
 * the second half more densely: there the file is replaced. Throws when the host has half a file, or none. A last run
 * without a kill sweeps up.
 */
export async function killKeeping(box: Box, runs: number): Promise<Killed> {
  const path = join(box.home, '.big')
  const [old, fresh] = ['o'.repeat(SIZE), 'n'.repeat(SIZE)]
  const start = (): Bun.Subprocess =>
    box.start([
      JAIL,
      'run',
      '--quiet',
      '--keep',
      '~/.big',
      '--',
      'sh',
      '-c',
      'tr o n < ~/.big > ~/.t && mv ~/.t ~/.big',
    ])
  writeFileSync(path, old)
  const begin = Bun.nanoseconds()
  await start().exited
  const whole = (Bun.nanoseconds() - begin) / 1e6
  const counts = { killed: 0, old: 0, fresh: 0 }
  for (let run = 0; run < runs; run++) {
    writeFileSync(path, old)
    const going = start()
    await Bun.sleep(whole * (0.4 + (0.7 * run) / runs))
    going.kill('SIGKILL')
    await going.exited
    const now = readFileSync(path, 'utf8')
    if (now !== old && now !== fresh)
      throw new Error(`After a kill the file has ${now.length} bytes: ${now.slice(0, 20)}`)
    counts.killed++
    counts[now === old ? 'old' : 'fresh']++
  }
  writeFileSync(path, old)
  await start().exited
  rmSync(path)
  for (const name of readdirSync(join(box.home, '.local/state/jail')))
    if (name === 'kept') rmSync(join(box.home, '.local/state/jail', name), { recursive: true })
  return counts
}
