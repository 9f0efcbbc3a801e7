import { describe, expect, test } from 'bun:test'
import type { LayerFile } from '../../src/policy/words.ts'
import type { Small } from '../hosts/small.ts'
import { answerOnSmall } from './asked.ts'

const FOLDER = 'folder 0755 1000 1000'
const FILE = 'file 0644 1000 1000 9'
const BASE: LayerFile = { read: { '/bin': 'programs' }, write: { '.': 'the project' } }
const ENTRIES: Small['entries'] = {
  '/bin/awk': 'link mawk',
  '/bin/mawk': 'file 0755 0 0 9',
  '/bin/lost': 'link nowhere',
  '/bin/ring': 'link ring',
  '/bin/tar': 'link /usr/bin/tar',
  '/home/eve/docs': FOLDER,
  '/home/eve/docs/keys': FOLDER,
  '/home/eve/docs/keys/a.pem': FILE,
  '/home/eve/docs/note': FILE,
  '/home/eve/short': 'link docs',
  '/home/eve/p/sub': FOLDER,
  '/home/eve/p/out': 'link ../docs/note',
  '/home/eve/p/secret': FILE,
}

// [what, the layer above the base, path, where it leads, what can be done, what is said of that place]
const QUESTIONS: readonly (readonly [string, LayerFile, string, string, string, string])[] = [
  [
    'a program',
    {},
    '/bin/mawk',
    '/bin/mawk',
    'seen closed',
    'is visible and read-only: it lies in /bin (programs) [layer 0].',
  ],
  [
    'a link of the host in a place that is shown',
    {},
    '/bin/awk',
    '/bin/mawk',
    'seen closed',
    'is visible and read-only: it lies in /bin (programs) [layer 0].',
  ],
  [
    'what is granted and not there',
    {},
    '/bin/none',
    '/bin/none',
    'unseen closed',
    'is not there; it would be visible and read-only: it lies in /bin (programs) [layer 0].',
  ],
  [
    'a link to nothing',
    {},
    '/bin/lost',
    '/bin/nowhere',
    'unseen closed',
    'is not there; it would be visible and read-only: it lies in /bin (programs) [layer 0].',
  ],
  [
    'a link out of what is shown',
    {},
    '/bin/tar',
    '/usr/bin/tar',
    'unseen closed',
    'is not visible: nothing of the policy shows it.',
  ],
  [
    'a file that can be made',
    {},
    '/home/eve/p/new',
    '/home/eve/p/new',
    'unseen kept',
    'is not there yet; it can be made, and stays: it lies in /home/eve/p (the project) [layer 0].',
  ],
  [
    'a link of the project into the hidden home',
    {},
    '/home/eve/p/out',
    '/home/eve/docs/note',
    'unseen thrown away',
    'is not visible; it can be made inside, and is thrown away at the end: it lies in /home/eve (the home folder is hidden) [jail itself].',
  ],
  [
    '.. behind a name, and doubled slashes',
    {},
    '/home/eve//p/sub/.././sub',
    '/home/eve/p/sub',
    'seen kept',
    'is visible and writable, and changes stay: it lies in /home/eve/p (the project) [layer 0].',
  ],
  [
    '.. above the root',
    {},
    '/../../bin',
    '/bin',
    'seen closed',
    'is visible and read-only (programs) [layer 0].',
  ],
  [
    'a grant through a link',
    { read: { '~/short': 'reading' } },
    '/home/eve/short/note',
    '/home/eve/docs/note',
    'seen closed',
    'is visible and read-only: it lies in /home/eve/docs (reading) [layer 1].',
  ],
  [
    '.. behind a link',
    { read: { '~/short': 'reading' } },
    '/home/eve/short/../p',
    '/home/eve/p',
    'seen kept',
    'is visible and writable, and changes stay (the project) [layer 0].',
  ],
  [
    'a hide in a grant',
    { read: { '~/docs': 'x' }, hide: { '~/docs/keys': 'keys' } },
    '/home/eve/docs/keys',
    '/home/eve/docs/keys',
    'unseen closed',
    'is hidden, and something empty stands there (keys) [layer 1].',
  ],
  [
    'what lies in a hide, there',
    { read: { '~/docs': 'x' }, hide: { '~/docs/keys': 'keys' } },
    '/home/eve/docs/keys/a.pem',
    '/home/eve/docs/keys/a.pem',
    'unseen closed',
    'is hidden: it lies in /home/eve/docs/keys (keys) [layer 1].',
  ],
  [
    'what lies in a hide, not there',
    { read: { '~/docs': 'x' }, hide: { '~/docs/keys': 'keys' } },
    '/home/eve/docs/keys/b.pem',
    '/home/eve/docs/keys/b.pem',
    'unseen closed',
    'is hidden: it lies in /home/eve/docs/keys (keys) [layer 1].',
  ],
  [
    'a read in a hide',
    { hide: { '~/docs': 'h' }, read: { '~/docs/keys': 'r' } },
    '/home/eve/docs/keys/a.pem',
    '/home/eve/docs/keys/a.pem',
    'seen closed',
    'is visible and read-only: it lies in /home/eve/docs/keys (r) [layer 1].',
  ],
  [
    'what lies beside a read in a hide',
    { hide: { '~/docs': 'h' }, read: { '~/docs/keys': 'r' } },
    '/home/eve/docs/note',
    '/home/eve/docs/note',
    'unseen thrown away',
    'is not visible; it can be made inside, and is thrown away at the end: it lies in /home/eve (the home folder is hidden) [jail itself].',
  ],
  [
    'a pattern',
    { hide: { './sec*': 'keys' } },
    '/home/eve/p/secret',
    '/home/eve/p/secret',
    'unseen closed',
    'is hidden, and something empty stands there (keys) [layer 1].',
  ],
  [
    'a copy',
    { copy: { './secret': 'tried out' } },
    '/home/eve/p/secret',
    '/home/eve/p/secret',
    'seen thrown away',
    'is visible as a copy: it can be written, and the changes are thrown away (tried out) [layer 1].',
  ],
  [
    'a protected place that is there',
    { protect: { './sub': 'the host runs it' } },
    '/home/eve/p/sub/x',
    '/home/eve/p/sub/x',
    'unseen closed',
    'is not there; it would be visible and read-only, and cannot be moved aside: it lies in /home/eve/p/sub (the host runs it) [layer 1].',
  ],
  [
    'a protected place that is not there',
    { protect: { './run': 'x' } },
    '/home/eve/p/run',
    '/home/eve/p/run',
    'unseen kept',
    'is not there yet; it can be made, and stays: it lies in /home/eve/p (the project) [layer 0]. The rule protect /home/eve/p/run (layer 1) has no effect: it does not exist.',
  ],
  [
    'a grant that is not there',
    { write: { '~/state': 'x' } },
    '/home/eve/state/db',
    '/home/eve/state/db',
    'unseen thrown away',
    'is not visible; it can be made inside, and is thrown away at the end: it lies in /home/eve (the home folder is hidden) [jail itself]. The rule write /home/eve/state (layer 1) has no effect: it does not exist.',
  ],
  [
    'a pattern that matches nothing',
    { read: { '~/docs/*.txt': 'x' } },
    '/home/eve/docs/a.txt',
    '/home/eve/docs/a.txt',
    'unseen thrown away',
    'is not visible; it can be made inside, and is thrown away at the end: it lies in /home/eve (the home folder is hidden) [jail itself]. The rule read /home/eve/docs/*.txt (layer 1) has no effect: nothing matches it.',
  ],
  [
    'what such a pattern does not mean',
    { read: { '~/docs/*.txt': 'x' } },
    '/home/eve/docs/a.md',
    '/home/eve/docs/a.md',
    'unseen thrown away',
    'is not visible; it can be made inside, and is thrown away at the end: it lies in /home/eve (the home folder is hidden) [jail itself].',
  ],
  [
    'a folder above a grant',
    { read: { '~/docs/keys': 'x' } },
    '/home/eve/docs',
    '/home/eve/docs',
    'seen thrown away',
    'is there, with nothing in it but what is granted; what is written there is thrown away: it lies in /home/eve (the home folder is hidden) [jail itself].',
  ],
]

describe('a question on a small machine', () => {
  test.each(QUESTIONS)('%s', (_, layer, path, real, can, says) => {
    const found = answerOnSmall([BASE, layer], path, { entries: ENTRIES })
    expect(found?.real).toBe(real)
    expect(found?.sentence.replace(/^\S+ leads to \S+\. /, '')).toBe(`${real} ${says}`)
    expect(found?.can).toBe(can as 'seen kept')
  })
  test('that leads in a circle has no answer', () => {
    expect(answerOnSmall([BASE], '/bin/ring', { entries: ENTRIES })).toBeUndefined()
  })
})
