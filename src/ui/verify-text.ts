import { AREAS, type Area } from '../verify/areas.ts'
import type { Judged, Verdict } from '../verify/judge.ts'
import { areaOf, type Probe } from '../verify/probe.ts'
import { columns } from './columns.ts'
import { visible } from './escape.ts'

/** `jail verify --list`: every probe with its claim. */
export function listLines(probes: readonly Probe[]): string[] {
  return columns(probes.map(({ id, claim }) => [id, claim] as const))
}

/** The table by area, then what does not hold or is not proven, then the count. */
export function verdictLines(all: readonly Judged[]): string[] {
  const areas = [...new Set(all.map(({ probe }) => areaOf(probe)))]
  const lines = [
    ...areas.map((area) =>
      areaLine(
        area,
        all.filter(({ probe }) => areaOf(probe) === area),
      ),
    ),
    '',
    ...all.filter(({ verdict }) => verdict === 'inconclusive').map(openLine),
    ...all.filter(({ verdict }) => verdict === 'escaped' || verdict === 'broken').flatMap(badLines),
    countLine(all),
  ]
  return lines.map(visible)
}

function areaLine(area: Area, some: readonly Judged[]): string {
  return `${area.padEnd(8)} ${AREAS[area].padEnd(46)} ${countLine(some)}`
}

function countLine(some: readonly Judged[]): string {
  const order: readonly Verdict[] = ['blocked', 'works', 'unclaimed', 'inconclusive', 'broken', 'escaped']
  const counts = order.map(
    (verdict) => [some.filter((one) => one.verdict === verdict).length, verdict] as const,
  )
  return counts.flatMap(([count, verdict]) => (count === 0 ? [] : [`${count} ${verdict}`])).join(', ')
}

function openLine({ probe, reason }: Judged): string {
  return `inconclusive  ${probe.id}: ${reason}`
}

function badLines({ probe, verdict, reason }: Judged): string[] {
  return [`${verdict.toUpperCase()}  ${probe.id}: ${probe.claim}`, `         evidence: ${reason}`]
}
