import { expect } from 'bun:test'
import { runCheck } from '../../src/doctor/check.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import type { Finding, Fix } from '../../src/doctor/finding.ts'
import type { Facets } from '../../src/host/machine.ts'
import { differing, known } from './healthy.ts'

/** What a check says of the healthy machine with this difference. */
export function judge(id: string, difference: Partial<Facets>): Finding {
  const check = CHECKS.find((one) => one.id === id)
  if (!check) throw new Error(`there is no check ${id}`)
  return runCheck(check, known(differing(difference))).finding
}

/** A row of a table: name, check, difference from the healthy machine, and what is found. */
export type Row = readonly [name: string, id: string, difference: Partial<Facets>, found: Expected]

export type Expected =
  | { readonly ok: string }
  | { readonly info: string; readonly means: string }
  | { readonly unknown: string }
  | {
      readonly warn?: string
      readonly fail?: string
      readonly means: string
      readonly text: string
      readonly commands?: readonly string[]
    }

/** Compares the whole finding: status, value, meaning, fix and commands. A fix has a document too. */
export function expectFinding([, id, difference, found]: Row): void {
  const finding = judge(id, difference)
  expect(shown(finding)).toEqual(found)
  if ('fix' in finding) expectFixed(finding.fix)
}

function shown(finding: Finding): Expected {
  switch (finding.status) {
    case 'ok':
      return { ok: finding.seen }
    case 'info':
      return { info: finding.seen, means: finding.means }
    case 'unknown':
      return { unknown: finding.seen }
    case 'crash':
      throw new Error(finding.stack)
    default: {
      const { commands, text } = finding.fix
      const seen = finding.status === 'warn' ? { warn: finding.seen } : { fail: finding.seen }
      return { ...seen, means: finding.means, text, ...(commands ? { commands } : {}) }
    }
  }
}

function expectFixed({ commands = [], url }: Fix): void {
  expect(url).toMatch(/^https:\/\//)
  for (const command of commands) expect(command).not.toStartWith('sudo ')
}
