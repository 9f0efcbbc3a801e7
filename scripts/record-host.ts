/**
 * Writes what `jail doctor` knows of this machine as a file for test/hosts/doctor, with the home folder, the user and
 * the host name replaced. Usage: bun scripts/record-host.ts "ABOUT THIS MACHINE" > test/hosts/doctor/NAME.json
 * Read it before you share it: names of folders of yours may be in it.
 */
import { hostname } from 'node:os'
import { GATHERERS } from '../src/commands/doctor-machine.ts'
import { definedEnv } from '../src/commands/environment.ts'
import { gatherMachine } from '../src/host/machine/gatherer.ts'
import { groundOf } from '../src/host/machine/ground.ts'
import { Files } from '../src/sys/files.ts'
import { Libc } from '../src/sys/libc.ts'

const about = process.argv[2]
if (!about) {
  console.error('record-host: say what machine this is: bun scripts/record-host.ts "Debian 13 at home"')
  process.exit(2)
}
const ground = groundOf(definedEnv(process.env), new Files(new Libc()))
const { facts } = await gatherMachine(GATHERERS, ground)
const { home, user } = ground.caller()
const known: Record<string, unknown> = {}
const unknown: Record<string, string> = {}
for (const [facet, fact] of Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  if (fact.known) known[facet] = fact.value
  else unknown[facet] = fact.why
}
const recorded = { about, complete: true, facts: known, unknown }
console.log(JSON.stringify(recorded, (_, value) => (typeof value === 'string' ? nameless(value) : value), 2))

/** Without what names a person or a machine; root is nobody's name. */
function nameless(text: string): string {
  const words: [string, string][] = [[hostname(), 'host']]
  if (user !== 'root') words.unshift([home, '/home/ana'], [user, 'ana'])
  return words.reduce((before, [word, other]) => replaceWord(before, word, other), text)
}

/** Only whole names: `ana` in `banana` stays. */
function replaceWord(text: string, word: string, other: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'g'), other)
}
