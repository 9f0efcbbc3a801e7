import { describe, expect, test } from 'bun:test'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { type Flags, flagLayer } from '../../src/policy/flags.ts'
import type { Layer } from '../../src/policy/layer.ts'
import { profileLayers } from '../../src/policy/resolve.ts'
import { tighteningsOf, wideningsOf } from '../../src/policy/widen.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { PLACES } from '../hosts/small.ts'

type Asked = { readonly person?: LayerFile; readonly flags?: Flags; readonly profile?: string }

const projectLayer = (file: LayerFile): Layer => ({
  from: '.jail.yaml',
  speaker: 'project',
  file,
  at: (word, entry) => `.jail.yaml:1:1 ${word} ${entry ?? ''}`.trim(),
})

function found(file: LayerFile, { person = {}, flags = {}, profile = 'base' }: Asked = {}) {
  const others: Layer[] = [
    ...profileLayers(profile, BUILTIN_PROFILES),
    { from: 'config', speaker: 'person', file: person },
    flagLayer(flags, PLACES.project, PLACES.home),
  ]
  return wideningsOf(projectLayer(file), others, PLACES)
}

const w = 'why'
const READS: Asked = { person: { read: { '~/docs': w }, hide: { '~/docs/secret': w } } }
const HIDES_ENV: Asked = { person: { hide: { './.env*': w } } }
const READS_PARTS: Asked = { person: { read: { './*.md': w }, write: { '~/w': w } } }

const FREE: readonly (readonly [string, LayerFile, Asked?])[] = [
  ['an empty file', {}],
  ['hiding a file of the project', { hide: { './.env': w } }],
  ['hiding by a pattern', { hide: { './.env*': w } }],
  ['hiding what is protected', { hide: { './.git/hooks': w } }],
  ['hiding by a pattern what is protected', { hide: { './.env*': w, './.git/*': w } }],
  ['hiding the whole project', { hide: { '.': w } }],
  ['hiding an agent state', { hide: { '~/.claude': w } }, { profile: 'claude' }],
  ['protecting a file of the project', { protect: { './Makefile': w } }],
  ['protecting by a pattern', { protect: { './*.lock': w } }],
  ['protecting by a pattern where a file is hidden', { protect: { './.e*': w } }, HIDES_ENV],
  ['protecting what is hidden by a pattern', { protect: { './.env': w } }, HIDES_ENV],
  ['protecting a hidden place that nothing shows', { protect: { '~/.ssh': w } }],
  ['protecting what is protected', { protect: { './.git/hooks': w } }],
  ['reading a folder of the project: less than writing', { read: { './vendor': w } }],
  ['reading files of the project by a pattern', { read: { './*.md': w } }],
  ['reading the whole project', { read: { '.': w } }],
  ['a copy of a file of the project: less than writing', { copy: { './db.sqlite': w } }],
  ['writing what is writable', { write: { './src': w } }],
  ['writing the project', { write: { '.': w } }],
  ['reading what the system shows', { read: { '/usr/share/dict': w } }],
  ['reading what the person shows', { read: { '~/docs/a': w } }, READS],
  ['reading what the command line shows', { read: { '~/x/a': w } }, { flags: { read: ['~/x'] } }],
  ['reading what the person writes', { read: { '~/w/a': w } }, READS_PARTS],
  ['a hidden pattern and one file of it', { hide: { './.env*': w }, read: { './.env.example': w } }],
  [
    'a grant that the command line hides',
    { read: { '~/x': w } },
    { person: { read: { '~/x': w } }, flags: { hide: ['~/x'] } },
  ],
  ['taking back the write of the project', { write: { '.': null } }],
  ['taking back a read of home', { read: { '~/.gitconfig': null } }],
  [
    'taking back what nobody said',
    { hide: { './x': null }, protect: { './y': null }, read: { './z': null } },
  ],
  ['taking back a write pattern', { write: { '~/w/*': null } }, { person: { write: { '~/w/*': w } } }],
  ['no network', { network: 'none' }],
  ['the same network', { network: 'open' }],
  ['an open network where the command line says none', { network: 'open' }, { flags: { network: ['none'] } }],
  ['a lower limit', { limits: { tmp: '1G' } }],
  ['the same limit', { limits: { tmp: '2G' } }],
  ['no namespaces', { nested: false }],
  ['no namespaces where the person allows them', { nested: false }, { person: { nested: true } }],
  ['the host name that it has', { hostname: 'jail' }],
  ['taking back an accepted weakening', { accept: { 'tmp-size': null } }],
  ['accepting what is accepted', { accept: { 'tmp-size': w } }],
  ['passing no proxy', { env: { pass: { https_proxy: null } } }],
  ['passing what is passed', { env: { pass: ['LANG', 'LC_*'] } }],
  ['setting what is set', { env: { set: { TMPDIR: '/tmp' } } }],
  ['taking back a variable that nobody sets', { env: { set: { NOBODY: null } } }],
]

const WIDER: readonly (readonly [string, LayerFile, string, Asked?])[] = [
  ['reading in home', { read: { '~/docs': w } }, 'read ~/docs: read-only; without this file: hidden'],
  ['reading all of home', { read: { '~': w } }, 'without this file: hidden'],
  ['reading a hidden place', { read: { '~/.ssh': w } }, 'without this file: hidden'],
  ['reading below a hidden place', { read: { '~/.ssh/config': w } }, 'hidden', { flags: { read: ['~'] } }],
  ['reading below what the person hides', { read: { '~/docs/secret/a': w } }, 'hidden', READS],
  [
    'reading below what the command line hides',
    { read: { './conf/key': w } },
    'hidden',
    { flags: { hide: ['conf'] } },
  ],
  ['reading what the person hides, at its path', { read: { '~/docs/secret': w } }, 'hidden', READS],
  ['reading what a pattern hides', { read: { './.env': w } }, 'hidden', HIDES_ENV],
  ['reading below what a pattern hides', { read: { './.env.d/x': w } }, 'hidden', HIDES_ENV],
  ['reading by a pattern that meets a hidden one', { read: { './*.local': w } }, 'hidden', HIDES_ENV],
  ['reading by the very pattern that is hidden', { read: { './.env*': w } }, 'hidden', HIDES_ENV],
  ['reading by a pattern in home', { read: { '~/*.txt': w } }, 'hidden'],
  ['reading by a pattern over a hidden file', { read: { '~/docs/s*': w } }, 'hidden', READS],
  ['reading below /root', { read: { '/root/x': w } }, 'hidden'],
  ['reading in /etc', { read: { '/etc/shadow': w } }, 'hidden'],
  ['reading in /tmp', { read: { '/tmp/x': w } }, 'hidden'],
  ['reading in /run', { read: { '/run/docker.sock': w } }, 'hidden'],
  ['reading the caches of the host', { read: { '~/.cache': w } }, 'hidden'],
  ['reading what is protected, which is not pinned then', { read: { './.git/hooks': w } }, 'moved aside'],
  ['reading by a pattern what is protected', { read: { './.env*': w } }, 'moved aside'],
  ['a copy over what is protected', { copy: { './.git/config': w } }, 'a copy that can be changed'],
  ['a copy of what is read-only', { copy: { '/usr/lib/x': w } }, 'without this file: read-only'],
  ['a copy of a hidden file', { copy: { '~/.netrc': w } }, 'hidden'],
  ['writing what is protected', { write: { './.git/hooks': w } }, 'writable; without this file: read-only'],
  ['writing below what is protected', { write: { './.git/hooks/a': w } }, 'without this file: read-only'],
  ['writing by a pattern over what is protected', { write: { './.vs*': w } }, 'without this file: read-only'],
  [
    'writing what a pattern protects',
    { write: { './a.lock': w } },
    'read-only',
    { person: { protect: { './*.lock': w } } },
  ],
  [
    'writing by a pattern that meets a protected one',
    { write: { './a*': w } },
    'read-only',
    { person: { protect: { './*.lock': w } } },
  ],
  ['writing in home', { write: { '~/x': w } }, 'writable; without this file: hidden'],
  ['writing what is read', { write: { '~/docs/a': w } }, 'without this file: read-only', READS],
  ['writing the system', { write: { '/usr': w } }, 'without this file: read-only'],
  [
    'protecting instead of hiding, in a grant',
    { protect: { '~/.ssh': w } },
    'hidden',
    { flags: { read: ['~'] } },
  ],
  ['protecting instead of hiding, by the pattern', { protect: { './.env*': w } }, 'hidden', HIDES_ENV],
  ['taking back a hide', { hide: { '~/.ssh': null } }, 'takes a closing back'],
  ['taking back a hidden pattern', { hide: { './.env*': null } }, 'takes a closing back', HIDES_ENV],
  ['taking back a hide by another spelling', { hide: { '~/x/../.ssh/': null } }, 'takes a closing back'],
  ['taking back a protection', { protect: { './.git/hooks': null } }, 'takes a closing back'],
  [
    'taking back a read that closes for writing',
    { read: { '~/w/a': null } },
    'without',
    { person: { write: { '~/w': w }, read: { '~/w/a': w } } },
  ],
  [
    'taking back a read in the caches that closes',
    { read: { '~/.cache/a': null } },
    'writable',
    { person: { read: { '~/.cache/a': w } }, flags: { write: ['~'] } },
  ],
  ['taking back a read pattern that closes', { read: { './*.md': null } }, 'writable', READS_PARTS],
  ['hiding rules of the administrator', { hide: { '/etc/claude-code': w } }, 'administrator'],
  ['hiding /etc', { hide: { '/etc': w } }, 'administrator'],
  ['hiding /etc by a pattern', { hide: { '/e*': w } }, 'administrator'],
  ['taking back rules of the administrator', { read: { '/etc/codex': null } }, 'administrator'],
  ['making a folder', { protect: { './x': { why: w, create: 'folder' } } }, 'makes it on this machine'],
  [
    'an open network where there is none',
    { network: 'open' },
    'network: open; without this file: none',
    { person: { network: 'none' } },
  ],
  ['a higher limit', { limits: { tmp: '3G' } }, 'limits.tmp: 3G; without this file: 2G'],
  ['no limit', { limits: { tmp: '0' } }, 'limits.tmp: no limit'],
  ['namespaces', { nested: true }, 'nested: true'],
  ['another host name', { hostname: 'registry.npmjs.org' }, 'loopback'],
  ['accepting a weakening', { accept: { seccomp: w } }, 'accept seccomp'],
  ['passing a token', { env: { pass: ['GITHUB_TOKEN'] } }, 'env.pass GITHUB_TOKEN'],
  ['passing by a pattern', { env: { pass: { '*': w } } }, 'env.pass *'],
  [
    'setting a loader variable',
    { env: { set: { LD_PRELOAD: './x.so' } } },
    'env.set LD_PRELOAD is set to ./x.so',
  ],
  [
    'setting another value',
    { env: { set: { TMPDIR: '.' } } },
    'env.set TMPDIR is set to .; without this file: /tmp',
  ],
  ['taking back a set variable', { env: { set: { JAIL: null } } }, 'env.set JAIL is no longer set'],
  ['another command', { command: 'sh' }, 'command: sh'],
  ['other arguments', { args: ['--yolo'] }, 'args: --yolo'],
]

describe('a project may say without being allowed:', () => {
  // Rows of one length: bun takes a missing parameter for a callback that it waits for.
  test.each(FREE.map(([name, file, asked = {}]) => [name, file, asked] as const))('%s', (_, file, asked) => {
    expect(found(file, asked)).toEqual([])
  })
})

describe('a project must be allowed to say:', () => {
  test.each(WIDER.map(([name, file, words, asked = {}]) => [name, file, words, asked] as const))(
    '%s',
    (_, file, words, asked) => {
      const widenings = found(file, asked)
      expect(widenings).toHaveLength(1)
      expect(widenings[0]?.sentence).toContain(words)
    },
  )
})

describe('a widening', () => {
  test('names the word, the entry and the place of it', () => {
    const sentence = 'read ~/docs: read-only; without this file: hidden'
    expect(found({ hide: { './a': w }, read: { '~/docs': w } })).toEqual([
      { word: 'read', entry: '~/docs', at: '.jail.yaml:1:1 read ~/docs', sentence },
    ])
  })

  test('is one for each entry, and what tightens is listed beside them', () => {
    const file: LayerFile = {
      hide: { './a b': w, '~/.ssh': null },
      write: { '~/x': w, './src': w },
      network: 'none',
      limits: { tmp: '1G' },
    }
    const widenings = found(file)
    expect(widenings.map(({ entry }) => entry)).toEqual(['~/.ssh', '~/x'])
    const rest = ['hide "./a b"', 'write ./src', 'network none', 'limits.tmp 1G']
    expect(tighteningsOf(projectLayer(file), widenings)).toEqual(rest)
  })

  test('is not looked for in a file of more paths than a person would write', () => {
    const hide = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`./*${at}*x`, w]))
    expect(found({ hide: hide(1000) })).toEqual([])
    expect(() => found({ hide: hide(1000), read: { './x': w } })).toThrow('names 1001 paths')
  })

  test.each([
    ['a line end', '~/a\nb', 'read "~/a\\\\u{a}b"'],
    ['an escape sequence', '~/\x1b[2J', 'read "~/\\\\x1b[2J"'],
    ['a sign that turns the writing', '~/a\u202eb', 'read "~/a\\\\u{202e}b"'],
    ['a sign without width', '~/a\u200bb', 'read "~/a\\\\u{200b}b"'],
  ])('shows %s by its number', (_, path, shown) => {
    expect(found({ read: { [path]: w } })[0]?.sentence).toStartWith(shown)
  })
})
