import type { Answer } from '../doctor/check.ts'
import type { Finding } from '../doctor/finding.ts'
import { GROUPS, type Group } from '../doctor/groups.ts'
import { countOf } from '../doctor/verdict.ts'
import { visible } from './escape.ts'
import type { Paint } from './paint.ts'

export type Shown = {
  /** Everything: titles of what is fine too, and stacks. */
  readonly verbose: boolean
  readonly home: string
  readonly paint: Paint
}

/** The report for people: the groups in list order, then what is to be done, worst last. */
export function doctorLines(answers: readonly Answer[], shown: Shown): string[] {
  const lines = groupsOf(answers).flatMap((group) => [
    shown.paint.bold(`${group}: ${GROUPS[group]}`),
    ...answers.filter((answer) => answer.group === group).flatMap((answer) => answerLines(answer, shown)),
    '',
  ])
  const text = [...lines, ...summaryLines(answers, shown)].join('\n')
  return visible(homeless(text, shown.home)).split('\n')
}

/** A report may be pasted into an issue, so the home folder (which is a name of a person) is `~` in it. */
export function homeless(text: string, home: string): string {
  return home === '/' || home === '' ? text : text.split(home).join('~')
}

function groupsOf(answers: readonly Answer[]): Group[] {
  return [...new Set(answers.map((answer) => answer.group))]
}

function answerLines({ id, finding }: Answer, { paint, verbose }: Shown): string[] {
  const head = `  ${paint.mark[finding.status]} ${finding.seen} ${paint.dim(id)}`
  return [head, ...detailLines(finding, verbose)]
}

function detailLines(finding: Finding, verbose: boolean): string[] {
  switch (finding.status) {
    case 'ok':
    case 'unknown':
      return []
    case 'crash':
      return verbose ? finding.stack.split('\n').map((line) => `      ${line}`) : []
    case 'info':
      return [`      ${finding.means}`, ...(finding.url && verbose ? [`      see ${finding.url}`] : [])]
    default:
      return [`      ${finding.means}`, ...fixLines(finding, verbose)]
  }
}

function fixLines({ fix }: Extract<Finding, { status: 'warn' | 'fail' }>, verbose: boolean): string[] {
  return [
    `      fix: ${fix.text}`,
    ...(fix.commands ?? []).map((command) => `        $ ${command}`),
    ...(fix.url && verbose ? [`      see ${fix.url}`] : []),
  ]
}

/** What needs a person, repeated below everything, with the failures last: that is where the eye is. */
function summaryLines(answers: readonly Answer[], shown: Shown): string[] {
  const count = countOf(answers)
  const of = (...statuses: readonly Finding['status'][]) =>
    answers.filter(({ finding }) => statuses.includes(finding.status))
  const repeated = [...of('warn'), ...of('unknown', 'crash'), ...of('fail')]
  const total = `${count.ok + count.info} fine, ${count.warn} to look at, ${count.unknown + count.crash} unknown, ${count.fail} failed`
  return [
    ...repeated.flatMap((answer) => answerLines(answer, shown)),
    ...(repeated.length > 0 ? [''] : []),
    shown.paint.bold(total),
    count.fail > 0
      ? 'jail cannot work here as it should until what failed is mended.'
      : count.unknown + count.crash > 0
        ? 'Nothing failed, but not all could be told.'
        : 'jail works here. Start with: jail run claude (or any command)',
  ]
}
