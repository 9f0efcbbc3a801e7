import { describe, expect, test } from 'bun:test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import type { Op } from '../../src/plan/op.ts'
import { ROWS } from '../../src/seccomp/rows.ts'
import { areaOf, type Guard, type Probe } from '../../src/verify/probe.ts'
import { decideOn } from '../hosts/decide.ts'
import { readMachine } from '../hosts/machine.ts'
import { lineDiff, mayRewrite } from '../plan/golden-text.ts'

const FILE = join(import.meta.dir, '../golden/guards.txt')
const UPDATE = 'UPDATE_GOLDEN=1 bun test test/verify/guards.test.ts'

/** The plan of the base profile on a machine with a home and a repository, and its paths as guards name them. */
const { plan, facts } = decideOn({
  machine: readMachine('debian-12'),
  person: 'ana',
  profile: 'base',
  command: 'npm',
})

function named(path: string): string {
  const { home } = facts.caller
  const project = facts.project.path
  if (path === project || path.startsWith(`${project}/`)) return `.${path.slice(project.length)}`
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

function guardLine(guard: Guard): string {
  if ('op' in guard) return `op ${guard.op}${guard.kind ? ` (${guard.kind})` : ''}`
  if ('absence' in guard) return `absence ${guard.absence}${guard.writable ? ' (writable)' : ''}`
  if ('word' in guard) return `word ${guard.word}`
  if ('row' in guard) return `row ${guard.row.join(' ')}`
  if ('env' in guard) return `env ${guard.env}`
  if ('code' in guard) return `code ${guard.test}: ${guard.code}`
  return JSON.stringify(guard)
}

/** What no probe would miss: operations that keep something away, and rows of the filter. */
function unguarded(probes: readonly Probe[], ops: readonly Op[]): { ops: string[]; rows: string[] } {
  const guards = probes.flatMap((probe) => probe.guards)
  const places = guards.flatMap((guard) => ('op' in guard ? [guard.op] : []))
  const rows = guards.flatMap((guard) => ('row' in guard ? guard.row : []))
  const closes = ops.filter((op) => !(op.kind === 'bind' && op.access === 'rw') && op.kind !== 'symlink')
  const calls = [...new Set(ROWS.map(({ syscall }) => syscall as string))]
  return {
    ops: closes
      .filter(({ path }) => !places.includes(named(path)))
      .map((op) => `${op.kind.padEnd(10)} ${named(op.path)}  (${op.why})`),
    rows: calls.filter((call) => !rows.includes(call)),
  }
}

function tableText(): string {
  const attacks = PROBES.filter((probe) => areaOf(probe) !== 'works').toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  )
  const open = unguarded(PROBES, plan.ops)
  return [
    '# Which probe would notice that something which protects is gone, and what no probe would notice',
    '',
    '## Probes and what guards them',
    ...attacks.map(({ id, guards }) => `${id.padEnd(28)} ${guards.map(guardLine).join('; ')}`),
    '',
    '## Operations of the base plan that no probe guards (debian-12, ana)',
    ...open.ops,
    '',
    '## Rows of the filter that no probe guards',
    ...open.rows,
    '',
  ].join('\n')
}

test('what each probe guards, and what none does, is as reviewed', () => {
  const text = tableText()
  if (mayRewrite(process.env)) writeFileSync(FILE, text)
  const reviewed = existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
  if (text !== reviewed)
    throw new Error(
      `The guards are not as reviewed:\n${lineDiff(reviewed, text).join('\n')}\nIf this is meant: ${UPDATE}`,
    )
  expect(text).toContain('home-ssh-key')
})

describe('the table sees', () => {
  const path = plan.ops.find((op) => op.kind === 'bind' && op.access === 'ro')?.path ?? ''
  const probe: Probe = {
    id: 'home-x',
    claim: '',
    guards: [],
    attempt: () => ({ worked: false, evidence: '' }),
  }
  const listed = (guards: readonly Guard[]): boolean =>
    unguarded([{ ...probe, guards }], plan.ops).ops.some((line) => line.includes(` ${named(path)}  (`))

  test('an operation that no probe guards', () => expect(listed([])).toBe(true))
  test('and not one that a probe does', () => expect(listed([{ op: named(path) }])).toBe(false))
  test('a row of the filter, likewise', () => {
    expect(unguarded([probe], []).rows).toContain('clone')
    expect(unguarded([{ ...probe, guards: [{ row: ['clone'] }] }], []).rows).not.toContain('clone')
  })
})
