import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Asked, decideOn } from '../hosts/decide.ts'
import { everybody, readMachine } from '../hosts/machine.ts'
import { lineDiff, mayRewrite, reviewText } from './golden-text.ts'

const FOLDER = join(import.meta.dir, '../golden')
/** Of test/doctor/machines.test.ts, and of test/verify: what guards each probe. */
const OF_OTHERS: readonly string[] = ['doctor.txt', 'guards.txt']
const UPDATE = 'UPDATE_GOLDEN=1 bun test test/plan/golden.test.ts'

type Planned = Pick<Asked, 'profile' | 'command' | 'args' | 'flags'>

const PROFILES: readonly Planned[] = [
  { profile: 'base', command: 'npm', args: ['test'] },
  { profile: 'claude', args: ['-p', 'fix the tests'] },
  { profile: 'codex' },
  { profile: 'gemini' },
  { profile: 'opencode' },
  { profile: 'shell' },
]

/** The machines on which every agent is installed; on the others, only claude is. */
const WITH_ALL: readonly string[] = ['debian-12 ana', 'debian-12 root', 'ubuntu-24.04 ben']

/** These are on two of the machines only. */
const RARER: readonly Planned[] = ['copilot', 'qwen', 'pi', 'cline', 'amp', 'crush'].map((profile) => ({
  profile,
}))
const WITH_RARER: readonly string[] = ['debian-12 ana', 'ubuntu-24.04 ben']

const CASES = everybody().flatMap(([machine, person]) => {
  const place = `${machine} ${person}`
  const usual = PROFILES.filter(({ profile }) => profile === 'claude' || WITH_ALL.includes(place))
  const asked = [...usual, ...(WITH_RARER.includes(place) ? RARER : [])]
  return asked.map((one) => ({ machine, person, name: `${machine}-${person}-${one.profile}`, asked: one }))
})

/** What is kept: a file that is there, one in the project, and one that is not. */
const KEPT: (typeof CASES)[number] = {
  machine: 'debian-12',
  person: 'ana',
  name: 'debian-12-ana-base-kept',
  asked: {
    ...PROFILES[0],
    profile: 'base',
    flags: { keep: ['~/.claude.json', '~/src/app/package.json', '~/.new-state'] },
  },
}
CASES.push(KEPT)

describe('the whole plan of a profile is as reviewed', () => {
  test.each(CASES)('$name', ({ machine, person, name, asked }) => {
    const decided = decideOn({ machine: readMachine(machine), person, ...asked })
    const text = reviewText(`${asked.profile} for ${person} on ${machine}`, decided)
    const file = join(FOLDER, `${name}.txt`)
    if (mayRewrite(process.env)) writeFileSync(file, text)
    const reviewed = existsSync(file) ? readFileSync(file, 'utf8') : ''
    if (text !== reviewed)
      throw new Error(
        `${name} is not as reviewed:\n${lineDiff(reviewed, text).join('\n')}\nIf this is meant: ${UPDATE}`,
      )
    expect(decided.plan.argv[0]).toStartWith('/')
  })

  test('and there is no text without a plan', () => {
    const plans = readdirSync(FOLDER).filter((name) => !OF_OTHERS.includes(name))
    expect(plans.sort()).toEqual(CASES.map(({ name }) => `${name}.txt`).sort())
  })
})

test.each([
  [{ UPDATE_GOLDEN: '1' }, true],
  [{ UPDATE_GOLDEN: '1', CI: 'true' }, false],
  [{ UPDATE_GOLDEN: '1', CI: '' }, false],
  [{ UPDATE_GOLDEN: '0' }, false],
  [{}, false],
])('with %j the texts are rewritten: %p', (env, rewritten) => {
  expect(mayRewrite(env)).toBe(rewritten)
})

test.each([
  ['a\nb\nc', 'a\nb\nc', []],
  ['a\nb\nc', 'a\nx\nc', ['  a', '- b', '+ x', '  c']],
  ['a\nb', 'a\nb\nc', ['  a', '  b', '+ c']],
  ['a\nb', 'b', ['- a', '  b']],
  ['1\n2\n3\n4\n5\n6', '1\n2\n3\n4\n5\nx', ['  4', '  5', '- 6', '+ x']],
])('from %j to %j the difference is %j', (before, after, rows) => {
  expect(lineDiff(before, after)).toEqual(rows)
})

test('a plan that opens one more folder is a visible difference', () => {
  const machine = readMachine('debian-12')
  const text = (read: string[]) =>
    reviewText('', decideOn({ machine, person: 'ana', profile: 'shell', flags: { read } }))
  const added = lineDiff(text([]), text(['/home/ana/.aws'])).filter((row) => row.startsWith('+ '))
  expect(added).toContain('+ read-only    /home/ana/.aws  (--read /home/ana/.aws)  [command line]')
  expect(added).toContain('+ --ro-bind /home/ana/.aws /home/ana/.aws')
})
