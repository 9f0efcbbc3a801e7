import type { Answer } from '../doctor/check.ts'
import type { Finding } from '../doctor/finding.ts'
import { GROUPS, type Group } from '../doctor/groups.ts'
import { countOf } from '../doctor/verdict.ts'
import { visible } from './escape.ts'
import type { Paint } from './paint.ts'

export type Shown = {
  /** Everything: the questions, the documents, and the stacks of checks that failed themselves. */
  readonly verbose: boolean
  readonly home: string
  readonly paint: Paint
}

/** The report for people: the groups in list order, then what is to be done, worst last. */
export function doctorLines(answers: readonly Answer[], shown: Shown): string[] {
  const clean = answers.map((answer) => cleaned(answer, shown.home))
  const lines = groupsOf(clean).flatMap((group) => [
    shown.paint.bold(`${group}: ${GROUPS[group]}`),
    ...clean.filter((answer) => answer.group === group).flatMap((answer) => answerLines(answer, shown)),
    '',
  ])
  return [...lines, ...summaryLines(clean, shown)]
}

/** A report may be pasted into an issue, so the home folder (which is a name of a person) is `~` in it. */
export function homeless(text: string, home: string): string {
  if (home === '/' || home === '') return text
  // Another folder whose name only begins like it is not below it.
  return text
    .split(home)
    .reduce((before, after) => `${before}${/^([\w-]|\.+\w)/.test(after) ? home : '~'}${after}`)
}

/** Every text of an answer made fit for a terminal, before colours are put around it. */
function cleaned(answer: Answer, home: string): Answer {
  const finding = JSON.parse(JSON.stringify(answer.finding), (_, value: unknown) =>
    typeof value === 'string' ? visible(homeless(value, home)) : value,
  ) as Finding
  return { ...answer, finding }
}

function groupsOf(answers: readonly Answer[]): Group[] {
  return [...new Set(answers.map((answer) => answer.group))]
}

function answerLines({ id, title, finding }: Answer, { paint, verbose }: Shown): string[] {
  const head = `  ${paint.mark[finding.status]} ${finding.seen} ${paint.dim(id)}`
  return [head, ...(verbose ? [paint.dim(`      ${title}`)] : []), ...detailLines(finding, verbose)]
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

/** The document stands below a failure always: who is stuck wants to read on. */
function fixLines(
  { fix, status }: Extract<Finding, { status: 'warn' | 'fail' }>,
  verbose: boolean,
): string[] {
  const asRoot = fix.root && fix.commands ? ' (as root)' : ''
  return [
    `      fix: ${fix.text}${asRoot}`,
    ...(fix.commands ?? []).map((command) => `        $ ${command}`),
    ...(verbose || status === 'fail' ? [`      see ${fix.url}`] : []),
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
    ...repeated.flatMap((answer) => answerLines(answer, { ...shown, verbose: false })),
    ...(repeated.length > 0 ? [''] : []),
    shown.paint.bold(total),
    count.fail > 0
      ? 'jail cannot work here as it should until what failed is mended.'
      : count.unknown + count.crash > 0
        ? 'Nothing failed, but not all could be told.'
        : isOutsideProject(answers)
          ? 'jail works here, but not in this folder: go into a project, and start with: jail run claude (or any command)'
          : 'Nothing here keeps jail from working. Start with: jail run claude (or any command)',
  ]
}

/** The live check could not try a whole jail, since this folder is no project. */
function isOutsideProject(answers: readonly Answer[]): boolean {
  return answers.some(({ id, finding }) => id === 'bubblewrap.live' && finding.status === 'info')
}
