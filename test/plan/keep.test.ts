import { describe, expect, test } from 'bun:test'
import { isSame, judgeLeft, keptOf, type Left, MOST_KEPT } from '../../src/plan/kept.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'
import { opName, seenAt } from './seen.ts'

const HOME = '/home/eve'
const FILE = 'file 0600 1000 1000 9'
const FOLDER = 'folder 0755 1000 1000'
const BASE: LayerFile = { read: { '/bin': 'programs' }, write: { '.': 'the project' } }
const ENTRIES: Small['entries'] = {
  [`${HOME}/.state`]: FILE,
  [`${HOME}/.tool`]: FOLDER,
  [`${HOME}/.tool/state`]: FILE,
  [`${HOME}/docs`]: FOLDER,
  [`${HOME}/docs/state`]: FILE,
  [`${HOME}/p/state`]: FILE,
  [`${HOME}/dots`]: FOLDER,
  [`${HOME}/dots/state`]: FILE,
  [`${HOME}/.linked`]: 'link dots/state',
  [`${HOME}/p/led`]: 'link ../.state',
  '/srv': 'folder 0755 0 0',
  '/srv/state': FILE,
}
const keep = (path: string, ...more: LayerFile[]) =>
  decide([BASE, ...more, { keep: { [path]: 'my state' } }], { entries: ENTRIES })

describe('what is kept', () => {
  test.each([
    ['of the home folder is a file of scratch space', '~/.state', '', 'copy /home/eve/.state tmpfs', HOME],
    ['in a folder of it, too', '~/.tool/state', '', 'copy /home/eve/.tool/state tmpfs', HOME],
    ['in the project is a mount', './state', '', 'copy /home/eve/p/state over-rw', undefined],
    ['in a folder that is read', '~/docs/state', 'read', 'copy /home/eve/docs/state over-rw', undefined],
    ['in a folder that is written', '~/docs/state', 'write', 'copy /home/eve/docs/state over-rw', undefined],
    ['in the root, which ends read-only', '/srv/state', '', 'copy /srv/state over-rw', undefined],
    ['by a link is what that leads to', '~/.linked', '', 'copy /home/eve/dots/state tmpfs', HOME],
    ['and missing is waited for', '~/.new', '', 'await /home/eve/.new', HOME],
    ['and missing in a folder that is there', '~/.tool/new', '', 'await /home/eve/.tool/new', HOME],
  ] as const)('%s', (_, path, word, op, space) => {
    const { plan } = keep(path, word === '' ? {} : { [word]: { '~/docs': 'x' } })
    const [kept, ...others] = keptOf(plan.ops)
    expect(plan.ops.filter((one) => one.word === 'keep').map(opName)).toEqual([op])
    expect(others).toEqual([])
    expect(kept).toEqual({
      path: op.split(' ')[1] ?? '',
      isThere: op.startsWith('copy'),
      space,
      why: 'my state',
      from: expect.any(String),
    })
    expect(plan.skipped).toEqual([])
  })

  test('is never the file of the host itself', () => {
    for (const path of ['~/.state', './state', '/srv/state', '~/.linked']) {
      const { plan } = keep(path)
      const [{ path: real } = { path: '' }] = keptOf(plan.ops)
      expect(seenAt(plan.ops, real)).toBe(`copy ${real} rw`)
      expect(plan.ops.filter((op) => op.kind === 'bind' && op.source === real)).toEqual([])
    }
  })

  test('keeps nothing else', () => expect(keptOf(decide([BASE], { entries: ENTRIES }).plan.ops)).toEqual([]))
})

describe('what has no effect, which is said', () => {
  test.each([
    ['~/none/state', 'the folder for it does not exist'],
    ['./none', 'it does not exist; what is made there stays anyway'],
    ['/srv/none', 'it does not exist, and nothing can be made there'],
    [
      './led',
      'it is reached by a link that can be replaced inside, and leads to /home/eve/.state; to keep it, name it itself: --keep /home/eve/.state',
    ],
  ])('%s: %s', (path, because) => {
    const { plan } = keep(path)
    expect(plan.skipped).toMatchObject([{ word: 'keep', because, told: true }])
    expect(keptOf(plan.ops)).toEqual([])
  })

  test('where a wider rule makes its place writable, a link may lead there all the same', () => {
    expect(keptOf(keep('~/.linked', { write: { '~/p2': 'x' } }).plan.ops)).toHaveLength(1)
    expect(keptOf(keep('~/.linked', { write: { '~': 'x' } }).plan.ops)).toEqual([])
  })
})

describe('at one path', () => {
  const word = (...layers: LayerFile[]) =>
    decide([BASE, ...layers], { entries: ENTRIES }).at(`${HOME}/.state`)?.word
  const at = (one: string): LayerFile => ({ [one]: { '~/.state': 'x' } })

  test.each([
    ['copy', 'copy'],
    ['read', 'read'],
    ['hide', 'hide'],
    ['write', 'keep'],
  ] as const)('and in one layer with %s, %s stands', (other, stands) => {
    expect(word({ ...at('keep'), ...at(other) })).toBe(stands)
  })

  test('a later layer decides: a profile copies, the person keeps', () => {
    expect(word(at('copy'), at('keep'))).toBe('keep')
    expect(word(at('keep'), at('copy'))).toBe('copy')
  })

  test('a protection that came before is ended, a later one takes keeping away', () => {
    expect(word(at('protect'), at('keep'))).toBe('keep')
    expect(word(at('keep'), at('protect'))).toBe('read')
  })
})

describe('a rule of keep is refused', () => {
  const entries = {
    ...ENTRIES,
    [`${HOME}/su`]: 'file 4755 1000 1000 9',
    [`${HOME}/.config`]: FOLDER,
    [`${HOME}/.config/jail`]: FOLDER,
    [`${HOME}/.config/jail/config.yaml`]: FILE,
  }
  test.each([
    ['for a folder', '~/.tool', 'policy.keep-folder'],
    ['for a setuid program', '~/su', 'policy.keep-kind'],
    ['for what must be there and is not', { '~/none': { why: 'x', required: true } }, 'policy.required'],
    ["for jail's own settings", '~/.config/jail/config.yaml', 'policy.own-files'],
    ["for jail's own settings that are not there", '~/.config/jail/profiles/x.yaml', 'policy.own-files'],
    ['for two stars', './**/x', 'policy.pattern'],
  ] as const)('%s', (_, path, id) => {
    const map = typeof path === 'string' ? { [path]: 'x' } : path
    const made = { ...entries, [`${HOME}/.config/jail/profiles`]: FOLDER }
    expect(() => decide([BASE, { keep: map }], { entries: made })).toThrow(expect.objectContaining({ id }))
  })
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('what a box left', () => {
  test.each([
    ['old', 'old', 'same'],
    ['old', 'new', 'write'],
    ['', 'new', 'write'],
    ['', '', 'same'],
    [undefined, 'new', 'write'],
    [undefined, '', 'write'],
    ['{}', '{"a": 1}', 'write'],
    ['{}', '[]', 'write'],
    ['{ // text', '{', 'write'],
    ['old', '', 'the command left it empty'],
    ['{}', '{"a', 'it was JSON, and what the command left is not'],
    ['{}', '{}\0', 'it was JSON, and what the command left is not'],
  ])('of %j is %j: %s', (got, left, answer) => {
    const verdict = judgeLeft(got === undefined ? undefined : bytes(got), bytes(left))
    expect(typeof verdict === 'object' ? verdict.unsound : verdict).toBe(answer)
  })

  test.each([
    ['absent', 'it was removed inside'],
    ['other', 'what the command left there is no regular file'],
    ['too-large', `the command left more than ${MOST_KEPT} bytes there`],
    ['unreadable', 'what the command left there cannot be read'],
  ] as const)('is %s: %s', (left: Left, unsound) => {
    expect(judgeLeft(bytes('old'), left)).toEqual({ unsound })
  })

  test('may be absent where nothing was', () => expect(judgeLeft(undefined, 'absent')).toBe('same'))

  test('is the same byte by byte', () => {
    expect(isSame(bytes('ab'), bytes('ab'))).toBe(true)
    for (const other of ['', 'a', 'abc', 'aB']) expect(isSame(bytes('ab'), bytes(other))).toBe(false)
  })
})
