import { describe, expect, test } from 'bun:test'
import { closedSentence, decidePath } from '../../src/plan/decide-path.ts'
import { explain } from '../../src/plan/explanation.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'
import { answerOnSmall } from './asked.ts'

const FOLDER = 'folder 0755 1000 1000'
const FILE = 'file 0644 1000 1000 9'
const BASE: LayerFile = { read: { '/bin': 'programs' }, write: { '.': 'the project' } }
const ENTRIES: Small['entries'] = {
  '/bin/awk': 'link mawk',
  '/bin/mawk': 'file 0755 0 0 9',
  '/home/eve/docs': FOLDER,
  '/home/eve/docs/keys': FOLDER,
  '/home/eve/docs/note': FILE,
  '/home/eve/p/sub': FOLDER,
  '/home/eve/p/secret': FILE,
}

describe('what to type to change it', () => {
  test.each([
    [
      'what is not visible',
      {},
      '/home/eve/docs',
      'To show it: --read /home/eve/docs (--write /home/eve/docs lets',
    ],
    ['what is read-only', {}, '/bin/mawk', 'To let it be written: --write /bin/mawk, or'],
    ['a link, by where it leads', {}, '/bin/awk', 'To let it be written: --write /bin/mawk, or'],
    [
      'what is writable',
      {},
      '/home/eve/p/sub',
      'To make it read-only: --read /home/eve/p/sub; to hide it: --hide',
    ],
    [
      'a copy',
      { copy: { './secret': 'x' } },
      '/home/eve/p/secret',
      'To keep the changes: --keep /home/eve/p/secret, or --write /home/eve/p/secret at once.',
    ],
    [
      'what is kept',
      { keep: { './secret': 'x' } },
      '/home/eve/p/secret',
      'To throw the changes away: --copy /home/eve/p/secret.',
    ],
    [
      'what was hidden by a flag',
      { hide: { './secret': '--hide secret' } },
      '/home/eve/p/secret',
      'To show it: leave out --hide secret.',
    ],
    [
      'what was hidden by a flag with the word PATH in it',
      { hide: { './sub': '--hide PATH/NAME' } },
      '/home/eve/p/sub',
      'To show it: leave out --hide PATH/NAME.',
    ],
    [
      'a name that a shell would take apart',
      {},
      "/home/eve/a $b'c",
      `To show it: --read '/home/eve/a $b'\\''c' (`,
    ],
  ] as [string, LayerFile, string, string][])('%s', (_, layer, path, fix) => {
    expect(answerOnSmall([BASE, layer], path, { entries: ENTRIES })?.fix).toStartWith(fix)
  })
  test.each(['/', '/run', '/proc/1', '/dev/sda', '/home/eve/p', '/home/eve/a\nb'])(
    'nothing for %j',
    (path) => {
      expect(answerOnSmall([BASE], path, { entries: ENTRIES })?.fix).toBeUndefined()
    },
  )
})

describe('outside, a rule that hides is named for what is not visible', () => {
  const layer: LayerFile = { hide: { '~/docs/keys': 'keys' } }
  const said = (path: string, more: LayerFile = {}) => {
    const explanation = explain(decide([BASE, layer, more], { entries: ENTRIES }))
    const found = decidePath(explanation, path)
    return found && closedSentence(explanation, found)
  }
  const sentence = 'A wider grant would not show it, either: /home/eve/docs/keys is hidden (keys) [layer 1].'
  test.each([
    ['in it', '/home/eve/docs/keys/a.pem', {}, sentence],
    ['at it', '/home/eve/docs/keys', {}, sentence],
    ['but not beside it', '/home/eve/docs/note', {}, undefined],
    ['nor where it was opened', '/home/eve/docs/keys', { read: { '~/docs/keys': 'x' } }, undefined],
    ['nor where the answer says so', '/home/eve/docs/keys', { read: { '~/docs': 'x' } }, undefined],
  ] as [string, string, LayerFile, string | undefined][])('%s', (_, path, more, text) => {
    expect(said(path, more)).toBe(text as string)
  })
})

test('a name with control bytes does not steer the terminal, and no name makes a line of its own', () => {
  const found = answerOnSmall([BASE], '/home/eve/a\x1b[2J\nb is visible', { entries: ENTRIES })
  expect(found?.sentence).toStartWith('/home/eve/a\\x1b[2J\\x0ab is visible is not visible;')
})
