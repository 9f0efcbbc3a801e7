import { AREAS, type Area } from '../verify/areas.ts'
import { guardQuestion, guardText } from '../verify/guard-text.ts'
import type { Judged } from '../verify/judge.ts'
import { areaOf, type Probe } from '../verify/probe.ts'
import { columns } from './columns.ts'
import { oneLine, visible } from './escape.ts'
import { countsOf, type Report } from './verify-report.ts'

/** `jail verify --list`: every probe with its claim. */
export function listLines(probes: readonly Probe[]): string[] {
  return columns(probes.map(({ id, claim }) => [id, claim] as const))
}

/** What was attacked, the table by area, then what does not hold or is not proven, then the count. */
export function verdictLines({ subject, judged, isVerbose }: Report): string[] {
  const areas = [...new Set(judged.map(({ probe }) => areaOf(probe)))]
  const isBad = ({ verdict }: Judged): boolean => verdict === 'escaped' || verdict === 'broken'
  const below = [
    ...(isVerbose ? judged.map((one) => openLine(one)) : []),
    ...(isVerbose ? [] : judged.filter(({ verdict }) => verdict === 'inconclusive').map(openLine)),
    ...judged.filter(isBad).flatMap((one) => badLines(one, subject)),
  ]
  const lines = [
    `${subject.kind === 'jail' ? `profile ${subject.name}` : subject.name}, network ${subject.network}`,
    '',
    ...areas.map((area) =>
      areaLine(
        area,
        judged.filter(({ probe }) => areaOf(probe) === area),
      ),
    ),
    '',
    ...below,
    ...(below.length > 0 ? [''] : []),
    countLine(judged),
  ]
  return lines.map(visible)
}

function areaLine(area: Area, some: readonly Judged[]): string {
  return `${area.padEnd(8)} ${AREAS[area].padEnd(46)} ${countLine(some)}`
}

function countLine(some: readonly Judged[]): string {
  return Object.entries(countsOf(some))
    .flatMap(([verdict, count]) => (count === 0 ? [] : [`${count} ${verdict}`]))
    .join(', ')
}

function openLine({ probe, verdict, reason }: Judged): string {
  return `${verdict.padEnd(12)}  ${probe.id}: ${oneLine(reason)}`
}

function badLines({ probe, verdict, reason }: Judged, { kind, name }: Report['subject']): string[] {
  const held = probe.guards.map(guardText)
  const questions = probe.guards.flatMap((guard) => guardQuestion(guard) ?? [])
  const look = questions[0] ? `\`${questions[0]}\` names the rule that decides. ` : ''
  return [
    `${verdict.toUpperCase()}  ${probe.id}`,
    `    claimed:      ${probe.claim}`,
    `    evidence:     ${oneLine(reason)}`,
    ...(kind === 'jail' && held.length > 0 ? [`    should hold:  ${held.join('; ')}`] : []),
    kind === 'jail'
      ? `    what to do:   ${look}If no rule of yours allows it, report it (SECURITY.md).`
      : `    what to do:   this is about ${name}, not about jail.`,
  ]
}
