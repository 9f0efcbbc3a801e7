import type { NodeInstall, PathEntry } from '../../src/host/places.ts'
import { ENTRY, NODE } from './healthy-paths.ts'
import { type Row, testTable } from './judged.ts'

const entries = (...path: Partial<PathEntry>[]) => ({ path: path.map((one) => ({ ...ENTRY, ...one })) })
const nodes = (...found: Partial<NodeInstall>[]) => ({ nodes: found.map((one) => ({ ...NODE, ...one })) })
const VOLTA = { manager: 'volta', root: '/home/ana/.volta', hidden: null }
const WHO_DECIDES = 'others decide which program you start, inside as outside'
const NOT_STARTED = 'agents that are started by node do not start, inside as outside'

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'tools.path': [
    ['two folders', {}, 'ok', '2 on it'],
    [
      'one that is not there',
      entries({}, { path: '/usr/games', state: 'absent' }),
      'ok',
      '2 on it, 1 of them not there',
    ],
    [
      'an open one',
      entries({ path: '/home/ana/x y', open: { at: '/home/ana/x y', by: 'everybody', who: 'everybody' } }),
      'warn',
      '~/x y can be changed by everybody',
      WHO_DECIDES,
      ["chmod o-w '/home/ana/x y'"],
    ],
    [
      'one in a folder of a group',
      entries({
        path: '/srv/t/bin',
        open: { at: '/srv/t', by: 'group', who: 'the group dev, as carl is in it' },
      }),
      'warn',
      '/srv/t/bin, by /srv/t, can be changed by the group dev, as carl is in it',
      WHO_DECIDES,
      ['chmod g-w /srv/t'],
    ],
    [
      'one of somebody else',
      entries({ path: '/srv/bin', open: { at: '/srv/bin', by: 'owner', who: 'uid 7, to whom it belongs' } }),
      'warn',
      '/srv/bin can be changed by uid 7, to whom it belongs',
      WHO_DECIDES,
    ],
    [
      'a silent one',
      entries({ path: '/net/bin', state: 'silent' }),
      'warn',
      '/net/bin does not answer',
      'each start waits a second for it',
    ],
    [
      'relative ones',
      entries({ path: '', state: 'relative' }, { path: './node_modules/.bin', state: 'relative' }),
      'info',
      '2 entries without a leading slash: an empty one, ./node_modules/.bin',
      'jail never looks there, since another folder is meant in each place',
    ],
    [
      'one relative',
      entries({ path: 'bin', state: 'relative' }),
      'info',
      '1 entry without a leading slash: bin',
      'jail never looks there, since another folder is meant in each place',
    ],
  ],
  'tools.node': [
    [
      'a shim',
      nodes({ by: 'volta', version: null, path: '/home/ana/.volta/bin/node' }),
      'ok',
      'a shim of volta, which chooses the version (~/.volta/bin/node)',
    ],
    ['nvm', {}, 'ok', '22.11.0, from nvm (~/.nvm/versions/node/v22.11.0/bin/node)'],
    [
      'two',
      nodes({}, { by: 'the system', first: false }),
      'ok',
      '22.11.0, from nvm (~/.nvm/versions/node/v22.11.0/bin/node), and 1 other',
    ],
    [
      'one of an unknown version',
      nodes({ by: 'the system', version: null, path: '/usr/bin/node' }),
      'ok',
      'of a version that its folder does not tell, from the system (/usr/bin/node)',
    ],
    [
      'none',
      nodes(),
      'info',
      'no Node.js',
      'agents that are one program start without it; those of npm do not',
    ],
    [
      'bun only',
      nodes({ by: 'bun', first: false }),
      'info',
      'no Node.js, but bun',
      'agents that are one program start without it; those of npm do not',
    ],
    [
      'none on PATH',
      nodes({ first: false }),
      'warn',
      'there is 22.11.0, from nvm (~/.nvm/versions/node/v22.11.0/bin/node), and none on PATH',
      NOT_STARTED,
    ],
    [
      'snap',
      nodes({ by: 'snap', version: null, path: '/snap/bin/node', visible: false }),
      'warn',
      'the first on PATH is of a version that its folder does not tell, from snap (/snap/bin/node)',
      'snap cannot start inside a user namespace',
    ],
    [
      'a hidden one',
      nodes({ by: 'a prefix', visible: false }),
      'warn',
      'the first on PATH is 22.11.0, from a prefix (~/.nvm/versions/node/v22.11.0/bin/node)',
      'the jail does not show it',
    ],
  ],
  'tools.hidden': [
    ['none', {}, 'ok', 'none'],
    [
      'what is not there is not hidden',
      entries({ path: '/x', state: 'absent', visible: null }),
      'ok',
      'none',
    ],
    [
      'one',
      entries({}, { path: '/home/ana/bin', visible: null }),
      'info',
      '~/bin',
      'a program there is shown when it is what you start; for others: jail run --read /home/ana/bin …',
    ],
  ],
  'tools.shims': [
    ['none', {}, 'ok', 'there are none'],
    ['of volta', entries({ shims: VOLTA }), 'ok', 'volta (~/.volta)'],
    [
      'of volta, hidden',
      entries({ shims: { ...VOLTA, hidden: '/home/ana/.volta' } }),
      'fail',
      'volta keeps its tools in ~/.volta, which is hidden inside',
      'each of its shims on PATH fails inside',
    ],
    [
      'of mise, which is itself hidden',
      entries({
        shims: { manager: 'mise', root: '/home/ana/.local/share/mise', hidden: '/home/ana/x/mise' },
      }),
      'fail',
      'shims of mise are started by ~/x/mise, which is hidden inside',
      'each of its shims on PATH fails inside',
    ],
  ],
}

testTable(TABLE)
