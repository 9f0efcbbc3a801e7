import type { Content, Op, Word } from '../../src/plan/op.ts'
import type { Decided } from '../hosts/decide.ts'

/** All that is decided about one start, as lines for a person who reviews what a change of jail opens or closes. */
export function reviewText(title: string, { policy, facts, plan, line }: Decided): string {
  const { env } = facts.caller
  const passed = [...plan.env].filter(([name, value]) => env[name] === value)
  const made = [...plan.env].filter(([name, value]) => env[name] !== value)
  const left = Object.keys(env).filter((name) => !plan.env.has(name))
  return [
    ...[`# ${title}`, `# ${policy.description}`, ''],
    ...section('Start', [
      `command   ${JSON.stringify(plan.argv)}`,
      `folder    ${plan.chdir}`,
      `hostname  ${plan.hostname}`,
      `network   ${plan.network}`,
    ]),
    ...section(
      'Made on the host before the start',
      plan.create.map(({ path, why }) => `${path}  (${why})`),
    ),
    ...section(
      'Weaker than the policy',
      plan.weakened.map(({ id, what, because }) => `${id}: ${what}, because ${because}`),
    ),
    ...section('Places, in the order in which they are made', plan.ops.flatMap(opLines)),
    ...section(
      'Rules without effect here',
      plan.skipped.map(
        ({ word, path, because, from }) => `${word.padEnd(8)} ${path}  (${because})  [${from}]`,
      ),
    ),
    ...section(
      'Variables passed',
      passed.map(([name, value]) => `${name}=${value}`),
    ),
    ...section(
      'Variables made',
      made.map(([name, value]) => `${name}=${value}`),
    ),
    ...section('Variables asked for that lead to something hidden', plan.droppedEnv),
    ...section('Variables of the caller that stay outside', left.sort()),
    ...section('The line of bwrap', [line.file, ...wordLines(line.words), ['--', ...line.argv].join(' ')]),
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, ...(lines.length === 0 ? ['(none)'] : lines), '']
}

function opLines(op: Op): string[] {
  const head = `${what(op).padEnd(12)} ${op.path}${more(op)}  (${op.why})  [${op.from}]`
  const text =
    op.kind === 'data' && op.content.kind === 'text' ? (isWhy(op.content) ? WHY : op.content.text) : ''
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  return [head, ...lines.map((one) => `               | ${one}`.trimEnd())]
}

function what(op: Op): string {
  if (op.kind === 'bind') return op.access === 'ro' ? 'read-only' : 'WRITABLE'
  if (op.kind === 'tmpfs') return op.bytes > 0 ? 'scratch' : 'empty'
  return op.kind === 'data' ? `data ${op.onto}` : op.kind
}

function more(op: Op): string {
  if (op.kind === 'bind') return op.source === op.path ? '' : ` = ${op.source}`
  if (op.kind === 'symlink') return ` -> ${op.to}`
  if (op.kind === 'tmpfs') return ` ${op.mode}${op.bytes > 0 ? ` ${op.bytes} bytes` : ''}`
  if (op.kind === 'data')
    return ` ${op.mode}${op.content.kind === 'file' ? ` copy of ${op.content.path}` : ''}`
  return ''
}

/** One line for each option with its values; `--perms` and `--size` belong to the option behind them. */
function wordLines(words: readonly Word[]): string[] {
  const lines: string[][] = []
  for (const word of words) {
    const isForNext = /^--(perms|size)$/.test(lines.at(-1)?.at(-2)?.toString() ?? '')
    if (typeof word === 'string' && word.startsWith('--') && !isForNext) lines.push([word])
    else lines.at(-1)?.push(typeof word === 'string' ? word : contentName(word))
  }
  return lines.map((line) => line.join(' '))
}

/** It says the same as the plan, twice as long. */
const WHY = '<why.json>'

function isWhy(content: Content): boolean {
  return content.kind === 'text' && content.text.startsWith('{"version":')
}

function contentName(content: Content): string {
  if (content.kind === 'file') return `<${content.path}>`
  if (isWhy(content)) return WHY
  return content.kind === 'text' ? `<text of ${content.text.length} characters>` : `<${content.what}>`
}

/** The lines that differ: `-` stands in the first text only, `+` in the second, with `context` equal ones around. */
export function lineDiff(before: string, after: string, context = 2): string[] {
  const rows = diffRows(before.split('\n'), after.split('\n'))
  const isNear = (at: number): boolean =>
    rows.slice(Math.max(0, at - context), at + context + 1).some((row) => !row.startsWith('  '))
  return rows.filter((_, at) => isNear(at))
}

function diffRows(a: readonly string[], b: readonly string[]): string[] {
  // Length of the longest common list of lines behind each pair of positions.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const rows: string[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push(`  ${a[i]}`)
      i++
      j++
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) rows.push(`- ${a[i++]}`)
    else rows.push(`+ ${b[j++]}`)
  }
  return rows
}

/** Golden files are rewritten only when a person asks for it: on a CI every difference is a failure. */
export function mayRewrite(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['UPDATE_GOLDEN'] === '1' && env['CI'] === undefined
}
