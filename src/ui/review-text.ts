import type { Finding } from '../review/compare.ts'
import { lineDiff } from '../review/line-diff.ts'
import type { Snapshot } from '../review/state.ts'
import { jsonText, oneLine, quoted, visible } from './escape.ts'

/** Most lines at the end of a run: more would push away what the command said last. */
const MOST_NOTICES = 20

/** What is said at the end of a run, a line each. */
export function noticeLines(findings: readonly Finding[], open: readonly string[]): string[] {
  const lines = findings.toSorted(byDepth).map(({ sentence }) => `  ${oneLine(sentence)}`)
  const rest = lines.length - MOST_NOTICES
  const many = rest > 0 ? [`  … and ${rest} more`] : []
  const head =
    lines.length === 0
      ? []
      : [`${headline(findings.length)} during this run. To see it again: jail review --diff`]
  return [...head, ...lines.slice(0, MOST_NOTICES), ...many, ...openLines(open).slice(0, MOST_NOTICES)]
}

/** The nearest to the project's own folder first: no flood of others further down pushes them off the list. */
function byDepth(a: Finding, b: Finding): number {
  return a.shown.split('/').length - b.shown.split('/').length
}

function headline(count: number): string {
  return count === 1
    ? '1 thing that may act on this machine is new or has changed'
    : `${count} things that may act on this machine are new or have changed`
}

function openLines(open: readonly string[]): string[] {
  return open.map((one) => `The review is not whole: ${oneLine(one)}`)
}

/** The old and the new content of a file; undefined stands for none, or for one that is not kept. */
export type Change = { readonly before: string | undefined; readonly after: string | undefined }

/** What `jail review` prints. `changeOf` is asked for each finding with `--diff`. */
export function reviewText(
  { since, scope }: Pick<Snapshot, 'since' | 'scope'>,
  { findings, open }: { readonly findings: readonly Finding[]; readonly open: readonly string[] },
  changeOf?: (finding: Finding) => Change,
): string {
  const at = `since ${since.slice(0, 16).replace('T', ' ')} UTC`
  const project = oneLine(scope.project)
  const head =
    findings.length === 0
      ? `Nothing that may act on this machine is new or has changed in ${project} ${at}.`
      : `${headline(findings.length)} in ${project} ${at}:`
  const lines = findings.flatMap((finding) => [
    `  ${oneLine(finding.sentence)}`,
    ...(changeOf ? diffLines(finding, changeOf(finding)) : []),
  ])
  const back = findings.find(({ restorable }) => restorable)
  const hint = back ? [`To put the old content back: jail review --restore ${quoted(back.path)}`] : []
  return [head, ...lines, ...openLines(open), ...hint].join('\n')
}

function diffLines({ sort, change }: Finding, { before, after }: Change): string[] {
  if (sort !== 'watched') return []
  if (before === undefined && change !== 'new') return ['    (the old content is not kept)']
  if (after === undefined && change !== 'gone') return ['    (not text, or too large to show)']
  const lines = lineDiff(before ?? '', after ?? '')
  // Each by itself, so that no line of a file looks like one of ours.
  return (lines.length === 0 ? ['(only its mode or kind)'] : lines).map((line) => `    ${visible(line)}`)
}

/** The same for programs. */
export function reviewJson(
  { since, scope, ended }: Snapshot,
  { findings, open }: { readonly findings: readonly Finding[]; readonly open: readonly string[] },
): string {
  return jsonText({ version: 1, project: scope.project, since, ended, findings, notWhole: open })
}
