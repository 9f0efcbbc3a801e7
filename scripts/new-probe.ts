/** Makes a new probe and puts it into the list. Usage: bun scripts/new-probe.ts AREA-NAME 'The claim.' */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AREAS } from '../src/verify/areas.ts'

const folder = new URL('../probes/', import.meta.url).pathname
const areas = Object.keys(AREAS)
const [id = '', claim = ''] = process.argv.slice(2)

function stop(text: string): never {
  console.error(`new-probe: ${text}`)
  process.exit(2)
}

const areaOf = (name: string): string => name.slice(0, name.indexOf('-'))
if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id) || !areas.includes(areaOf(id)))
  stop(`${JSON.stringify(id)} is no id; write AREA-NAME, with an area of: ${areas.join(', ')}`)
if (!/^[A-Z/~].*\.$/.test(claim))
  stop('the claim is a sentence: begin it with a capital letter, end it with a dot')
const path = join(folder, `${id}.ts`)
if (existsSync(path)) stop(`${path} is there already`)

const text = claim.includes("'") ? JSON.stringify(claim) : `'${claim}'`
writeFileSync(
  path,
  `import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: '${id}',
  claim: ${text},
  guards: [],
  attempt: ({ home, canary }) => readMark(\`\${home}/…\`, canary),
})
`,
)

const area = areaOf(id)
const ids = readdirSync(folder)
  .filter((name) => name.startsWith(`${area}-`) && name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
  .sort()
const variable = (name: string): string => name.replace(/-(.)/g, (_, sign: string) => sign.toUpperCase())
writeFileSync(
  join(folder, 'areas', `${area}.ts`),
  `import type { Probe } from '../../src/verify/probe.ts'
${ids.map((name) => `import { probe as ${variable(name)} } from '../${name}.ts'`).join('\n')}

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const ${area.toUpperCase()}: readonly Probe[] = [
${ids.map((name) => `  ${variable(name)},`).join('\n')}
]
`,
)
console.log(`new-probe: wrote ${path} and probes/areas/${area}.ts; see probes/README.md for the rest`)
