import type { Call, Run } from '../cli/call.ts'
import { EXIT, JailError } from '../errors.ts'
import { xdgFolders } from '../host/gather/caller.ts'
import { lookOnHost } from '../host/sight.ts'
import { closedSentence, decidePath } from '../plan/decide-path.ts'
import { decideVariable } from '../plan/decide-variable.ts'
import { optionsOf } from '../plan/encode.ts'
import { type Explanation, explain, type Refusal } from '../plan/explanation.ts'
import { WHY } from '../plan/fixed.ts'
import type { Plan } from '../plan/plan.ts'
import { type Question, questionOf } from '../plan/question.ts'
import { decideHost } from '../plan/reach.ts'
import { refuseCommand, refuseHiddenCommand, refuseUnwritable, refuseWeaker } from '../plan/refuse.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { COMMAND_LINE } from '../policy/flags.ts'
import { nearest } from '../policy/nearest.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { jsonText } from '../ui/escape.ts'
import { explainText } from '../ui/explain-text.ts'
import { printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'
import { type Host, hostOf, isProfile, type Known, look, planFor, usableBwrap } from './prepare.ts'

/** `jail explain`: what a start would show, from the very plan that it would use. Starts, makes and writes nothing. */
export const run: Run = async (call) => {
  const files = new Files(new Libc())
  refuseInside(files)
  const host = { ...(await hostOf(files, new Timing(false))), looksOnly: true } as const
  const { profile, question } = asked(call, host)
  const { options } = call
  const known = await look({ profile, word: undefined, args: [], options }, host)
  const { plan, refused } = await decide(known, files)
  const explanation = explain({ policy: known.policy, facts: known.facts, plan }, refused)
  if (question.kind !== 'all') return answer(explanation, question, { call, known })
  printResult(
    options.json ? jsonText(explanation) : explainText(explanation, { all: options.verbose !== undefined }),
  )
  return refused.length === 0 && isEffective(explanation) ? EXIT.ok : EXIT.findings
}

/** Whether all that the person wrote or typed has an effect; profiles of jail name what only some machines have. */
function isEffective({ skipped, environment }: Explanation): boolean {
  const isLost = environment.some(
    ({ how, from, at }) => how === 'dropped' && (from === COMMAND_LINE || at !== undefined),
  )
  return !isLost && !skipped.some((rule) => rule.told)
}

/** Inside, the answer would be about a box in the box, which cannot be. */
function refuseInside(files: Files): void {
  if (typeof files.stat(WHY) !== 'object') return
  throw new JailError('explain.inside', 'This is a jail already, and jail explain speaks of one to come.', {
    fix: 'For this one, type: jail why PATH',
    exit: EXIT.unknown,
  })
}

/** The profile and the question of the words: the first is a profile if there is one of that name. */
function asked(
  { options, words }: Call,
  { caller, files }: Host,
): { readonly profile: string; readonly question: Question } {
  const named = options.profile?.[0]
  const [first, ...rest] = words
  const place = { places: { xdg: xdgFolders(caller) }, files }
  const isNamed = named === undefined && first !== undefined && isProfile(first, place)
  const [word, more] = isNamed ? rest : words
  const profile = named ?? (isNamed ? first : 'base')
  if (word === undefined) return { profile, question: { kind: 'all' } }
  const exists = (name: string): boolean => typeof files.stat(`${caller.cwd.real}/${name}`) === 'object'
  const question = questionOf(word, exists)
  if (!question) throw notUnderstood(word)
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail explain takes one question, but got ${JSON.stringify(more)} too.`,
      {
        fix: 'Ask one after the other.',
      },
    )
  return { profile, question }
}

function notUnderstood(word: string): JailError {
  const near = nearest(word, Object.keys(BUILTIN_PROFILES))
  return new JailError('explain.question', `${JSON.stringify(word)} is neither a profile nor a file here.`, {
    fix: `${near ? `Did you mean ${near}? ` : ''}A path: ./${word}; a variable: ${word}=; the network: host, or ${word}:443. \`jail profiles\` lists the profiles.`,
  })
}

/** The plan, and why a start would stop. Without a bwrap, the plan is that for one that can do everything. */
async function decide(
  known: Known,
  files: Files,
): Promise<{ readonly plan: Plan; readonly refused: readonly Refusal[] }> {
  const { policy, facts, word } = known
  const { bwrap } = facts
  const plan = bwrap.known
    ? planFor(known, optionsOf(bwrap.value), bwrap.value.version)
    : planFor(known, { has: () => true, setuid: false }, 'unknown')
  const checks: readonly (() => unknown)[] = [
    () => {
      if (known.unallowed) throw known.unallowed
    },
    () => usableBwrap(facts, files),
    () => refuseUnwritable(facts),
    () => {
      // Without a command of its own, a profile starts whatever is typed.
      if (policy.command === undefined) return
      refuseCommand(facts.command, word)
      refuseHiddenCommand(plan)
    },
    () => refuseWeaker(plan, policy),
  ]
  const refused: Refusal[] = []
  for (const check of checks) {
    const found = await refusalOf(check)
    if (found) refused.push(found)
  }
  return { plan, refused }
}

async function refusalOf(check: () => unknown): Promise<Refusal | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    if (!(error instanceof JailError)) throw error
    return { id: error.id, what: error.message, fix: error.fix ?? '' }
  }
}

type Asker = { readonly call: Call; readonly known: Known }

function answer(
  explanation: Explanation,
  question: Exclude<Question, { kind: 'all' }>,
  { call, known }: Asker,
): number {
  const found = decision(explanation, question, known)
  if (!found)
    throw new JailError('explain.loop', 'The links of this path lead in a circle.', {
      exit: EXIT.unknown,
    })
  const lines = [found.sentence, found.also, found.fix].filter((line) => line !== undefined)
  printResult(call.options.json ? jsonText(found) : lines.join('\n'))
  return EXIT.ok
}

/** `also` is what the same question inside would not be told. */
type Answer = {
  readonly sentence: string
  readonly also?: string | undefined
  readonly fix: string | undefined
}

function decision(
  explanation: Explanation,
  question: Exclude<Question, { kind: 'all' }>,
  { facts: { caller }, walker }: Known,
): Answer | undefined {
  switch (question.kind) {
    case 'variable':
      return decideVariable(explanation, question.name)
    case 'network': {
      const { mode, reach, fix } = explanation.network
      return { ...{ mode, reach }, sentence: reach.join('\n'), fix }
    }
    case 'host':
      return decideHost(explanation.network, question.host)
    case 'path': {
      const path = absolute(question.text, caller.home, caller.cwd.real)
      const found = decidePath(explanation, path, lookOnHost(walker))
      return found && { ...found, also: closedSentence(explanation, found) }
    }
  }
}

/** Not made normal: `..` behind a link means the folder above where the link leads. */
function absolute(text: string, home: string, cwd: string): string {
  if (text === '~' || text.startsWith('~/')) return home + text.slice(1)
  return text.startsWith('/') ? text : `${cwd}/${text}`
}
