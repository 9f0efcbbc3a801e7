/**
 * Prints as JSON what the live part of doctor finds where this is started, in a process of its own: without arguments
 * the facet `live`; with a command, how a trial of it ended and whether the process is as it was before.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { live } from '../../../src/commands/doctor-live.ts'
import { definedEnv } from '../../../src/commands/environment.ts'
import { hostOf, prepare } from '../../../src/commands/prepare.ts'
import { groundOf } from '../../../src/host/machine/ground.ts'
import { tryLine } from '../../../src/launch/trial.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'
import { Timing } from '../../../src/ui/timing.ts'

/** What a trial must leave as it was: open descriptors, the limit of files, signals. */
function state(): unknown {
  const status = readFileSync('/proc/self/status', 'utf8')
  const limits = readFileSync('/proc/self/limits', 'utf8')
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    files: /Max open files.*/.exec(limits)?.[0],
    signals: /SigBlk[\s\S]*SigIgn.*/.exec(status)?.[0],
  }
}

const files = new Files(new Libc())
const [word, ...args] = process.argv.slice(2)
if (word === undefined) {
  await Bun.write(Bun.stdout, JSON.stringify(await live.gather(groundOf(definedEnv(process.env), files))))
} else {
  const request = { profile: undefined, word, args, options: {} }
  const { line } = await prepare(request, await hostOf(files, new Timing(false)))
  const first = await tryLine(line, files, 600)
  const before = state()
  const start = performance.now()
  const outcome = await tryLine(line, files, 600)
  const milliseconds = performance.now() - start
  await Bun.write(Bun.stdout, JSON.stringify({ first, outcome, milliseconds, before, after: state() }))
}
