/**
 * Starts a new check: its file, its line in the list, and a row in a table of tests.
 * Usage: bun scripts/new-check.ts GROUP.NAME "The question?" FACET…
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { GROUPS } from '../src/doctor/groups.ts'

const USAGE = 'Usage: bun scripts/new-check.ts GROUP.NAME "The question?" FACET…'
const root = new URL('..', import.meta.url).pathname
const [id = '', title = '', ...needs] = process.argv.slice(2)
const [group = '', name = ''] = id.split('.')
if (!Object.hasOwn(GROUPS, group)) stop(`the group is one of: ${Object.keys(GROUPS).join(', ')}`)
if (!/^[a-z][a-z-]*$/.test(name)) stop(`${JSON.stringify(name)} is no name: small letters and dashes`)
if (!title.endsWith('?')) stop('the title is a question')
if (needs.length === 0) stop('a check needs a facet of src/host/machine.ts')
const file = `${root}src/doctor/checks/${id}.ts`
if (existsSync(file)) stop(`${file} is there already`)

writeFileSync(file, checkText())
register(`${root}src/doctor/checks/index.ts`)
const table = `${root}test/doctor/${id}.test.ts`
writeFileSync(table, testText())
console.log(
  `${file}\n${table}\nThen: its rows, a machine in test/hosts/doctor on which it is not ok, docs/doctor.md,`,
)
console.log('and UPDATE_GOLDEN=1 bun test ./test/doctor/machines.test.ts')

function stop(why: string): never {
  console.error(`new-check: ${why}\n${USAGE}`)
  process.exit(2)
}

function checkText(): string {
  const quoted = needs.map((facet) => `'${facet}'`).join(', ')
  return `import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: '${id}',
  title: ${JSON.stringify(title)},
  needs: [${quoted}],
  judge: ({ ${needs.join(', ')} }) =>
    ${needs[0]} === undefined
      ? warn('what was seen', 'what it means for the jail', { text: 'What to do.', url: 'https://' })
      : ok('what was seen'),
})
`
}

/** Behind the last check of its group, or of the groups before it. */
function register(index: string): void {
  const variable = id.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase())
  const lines = readFileSync(index, 'utf8').split('\n')
  const order = Object.keys(GROUPS)
  const ids = new Map(
    lines.flatMap((line) => {
      const found = /check as (\w+) } from '\.\/([\w.-]+)\.ts'/.exec(line)
      return found ? [[found[1] ?? '', found[2] ?? ''] as const] : []
    }),
  )
  const flat = lines.join('\n').replace(/= \[([^\]]+)\]$/m, (_, inside: string) => {
    const names = inside.split(',').map((one) => one.trim())
    const known = names.filter(Boolean)
    const before = known.filter((one) => groupAt(ids.get(one), order) <= order.indexOf(group)).length
    known.splice(before, 0, variable)
    return `= [\n${known.map((one) => `  ${one},\n`).join('')}]`
  })
  writeFileSync(index, `import { check as ${variable} } from './${id}.ts'\n${flat}`)
}

function groupAt(known: string | undefined, order: readonly string[]): number {
  return order.indexOf(known?.split('.')[0] ?? '')
}

function testText(): string {
  return `import { test } from 'bun:test'
import { expectFinding, type Row } from './judging.ts'

const ROWS: readonly Row[] = [['a healthy machine', '${id}', {}, { ok: 'what was seen' }]]

test.each(ROWS)('%s: %s', (name, id, difference, found) => expectFinding([name, id, difference, found]))
`
}
