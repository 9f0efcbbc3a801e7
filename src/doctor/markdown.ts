import type { Facet, MachineFacts } from '../host/machine.ts'
import { visible } from '../ui/escape.ts'
import type { Answer } from './check.ts'

/** What the report tells of a machine, whatever the checks need. */
export const REPORT_FACETS: readonly Facet[] = [
  'distribution',
  'system',
  'bwrap',
  'person',
  'surroundings',
  'label',
  'live',
]

/** One Markdown block for a bug report: the facts that a maintainer asks for first, then what is not fine. */
export function markdownReport(answers: readonly Answer[], machine: MachineFacts, version: string): string {
  const fact = <T>(
    value: { readonly known: boolean; readonly value?: T; readonly why?: string },
    show: (value: T) => string,
  ): string => (value.known ? show(value.value as T) : `unknown (${value.why})`)
  const rows = [
    ['jail', version],
    ['system', fact(machine.distribution, (one) => one.name)],
    ['kernel', fact(machine.system, (one) => `${one.os} ${one.kernel} ${one.arch}`)],
    [
      'bubblewrap',
      fact(machine.bwrap, (one) =>
        one.state === 'usable' ? `${one.path} ${one.version}${one.setuid ? ' setuid' : ''}` : one.state,
      ),
    ],
    ['user', fact(machine.person, (one) => (one.uid === 0 ? 'root' : `uid ${one.uid}`))],
    ['surroundings', fact(machine.surroundings, (one) => one ?? 'none known')],
    ['label', fact(machine.label, (one) => one ?? 'none')],
    [
      'live start',
      fact(machine.live, (one) => (one.state === 'works' ? 'works' : `${one.state}: ${one.sentence}`)),
    ],
  ]
  const open = answers.filter(({ finding }) => finding.status !== 'ok' && finding.status !== 'info')
  return [
    '### jail doctor',
    '',
    '| what | here |',
    '|---|---|',
    ...rows.map(([what, here]) => `| ${what} | ${cell(here ?? '')} |`),
    '',
    '| status | check | seen |',
    '|---|---|---|',
    ...open.map(({ id, finding }) => `| ${finding.status} | \`${id}\` | ${cell(finding.seen)} |`),
    ...(open.length === 0 ? ['| ok | all | nothing to report |'] : []),
  ].join('\n')
}

/** A bar would end the cell, a line break the row. */
function cell(text: string): string {
  return visible(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
}
