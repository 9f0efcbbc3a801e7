import type { NetworkMode } from '../policy/words.ts'
import { guardText } from '../verify/guard-text.ts'
import type { Judged, Verdict } from '../verify/judge.ts'
import { areaOf, type Probe } from '../verify/probe.ts'
import { oneLine } from './escape.ts'

/** What one `jail verify` found. */
export type Report = {
  readonly version: string
  readonly subject: {
    /** Jail with the profile `name`, or another sandbox by the command `name`. */
    readonly kind: 'jail' | 'other'
    readonly name: string
    readonly network: NetworkMode
  }
  readonly judged: readonly Judged[]
  /** What is not claimed is listed too. */
  readonly isVerbose: boolean
}

/** Changes when a program that reads the JSON would have to. */
const SCHEMA = 1

/** The value that `--json` prints. */
export function reportOf({ version, subject, judged }: Report): object {
  return {
    schema: SCHEMA,
    jail: version,
    [subject.kind === 'jail' ? 'profile' : 'with']: subject.name,
    network: subject.network,
    counts: countsOf(judged),
    probes: judged.map(({ probe, verdict, reason }) => ({
      id: probe.id,
      area: areaOf(probe),
      claim: probe.claim,
      verdict,
      reason,
      guards: probe.guards.map(guardText),
    })),
  }
}

/** The value that `--list --json` prints. */
export function listOf(probes: readonly Probe[]): readonly object[] {
  return probes.map((probe) => ({ id: probe.id, area: areaOf(probe), claim: probe.claim }))
}

/** How many there are of each verdict, all named. */
export function countsOf(judged: readonly Judged[]): Readonly<Record<Verdict, number>> {
  const counts = { blocked: 0, works: 0, unclaimed: 0, inconclusive: 0, broken: 0, escaped: 0 }
  for (const { verdict } of judged) counts[verdict]++
  return counts
}

/** The form that CI servers read: an escape or something broken is a failure, what proves nothing is skipped. */
export function junitText({ subject, judged }: Report): string {
  const counts = countsOf(judged)
  const name = `jail verify ${subject.kind === 'jail' ? '' : '--with '}${subject.name}`
  const head = `tests="${judged.length}" failures="${counts.escaped + counts.broken}" errors="0" skipped="${counts.inconclusive + counts.unclaimed}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${head}>`,
    `  <testsuite name="${xml(name)}" ${head}>`,
    ...judged.map(caseText),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseText({ probe, verdict, reason }: Judged): string {
  const open = `    <testcase classname="${areaOf(probe)}" name="${xml(`${probe.id}: ${probe.claim}`)}"`
  const message = `message="${xml(`${verdict}: ${reason}`)}"`
  if (verdict === 'escaped' || verdict === 'broken') return `${open}><failure ${message}/></testcase>`
  if (verdict === 'inconclusive' || verdict === 'unclaimed') return `${open}><skipped ${message}/></testcase>`
  return `${open}/>`
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Control bytes cannot stand in XML at all, not even by number (XML 1.0, 2.2); nor can halves of a pair. */
function xml(text: string): string {
  return Array.from(oneLine(text.toWellFormed()), (sign) =>
    sign === '\ufffe' || sign === '\uffff' ? '\ufffd' : (XML[sign] ?? sign),
  ).join('')
}
