import { test } from 'bun:test'
import type { Settings } from '../../src/host/machine.ts'
import { HEALTHY_REST } from './healthy-rest.ts'
import { expectFinding, type Row } from './judging.ts'

const { helpers, jail, sockets } = HEALTHY_REST
const ABSENT: Settings = { path: '/etc/x', kind: 'config', state: 'absent', sentence: null, fix: null }
const OPEN_FILE: Settings = {
  path: '~/c.yaml',
  kind: 'config',
  state: 'wrong',
  sentence: '~/c.yaml can be written by others.',
  fix: 'Type: chmod go-w ~/c.yaml',
}
const MISSPELT: Settings = {
  path: '~/p.yaml',
  kind: 'profile',
  state: 'wrong',
  sentence: '~/p.yaml:3:1: There is no word reed.',
  fix: 'Did you mean read?',
}
const STOPS = 'jail starts nothing that would read it'
const NO_GIT = 'there is no git in the folders of the system'
const NO_HISTORY = 'jail works, but agents see no history and cannot commit'
const DOCKER = { path: '/p/docker.sock', power: 'it starts containers', inside: 'shown' } as const
const X11 = { path: '@/tmp/.X11-unix/X0', power: 'it reads keys', inside: 'abstract' } as const

const ROWS: readonly Row[] = [
  ['git', 'git.present', {}, { ok: '/usr/bin/git 2.47.3' }],
  [
    'no git on Debian',
    'git.present',
    { helpers: { ...helpers, git: null } },
    {
      warn: NO_GIT,
      means: NO_HISTORY,
      text: 'Install the package git.',
      commands: ['apt-get install git'],
    },
  ],
  [
    'no git where the package manager is not known',
    'git.present',
    { helpers: { ...helpers, git: null }, distribution: { id: 'x', like: [], name: 'X 1' } },
    { warn: NO_GIT, means: NO_HISTORY, text: 'Install the package git with the package manager of X 1.' },
  ],
  ['a repository', 'git.project', {}, { ok: 'nothing of its repository is out of reach' }],
  [
    'a linked worktree',
    'git.project',
    { git: { notices: ['a points to b', 'c'] } },
    {
      info: 'a points to b; c',
      means: 'git may not work inside as it does outside; docs/git.md in the sources of jail says what does',
    },
  ],
  ['a good config', 'trust.settings', {}, { ok: '1 file, all good' }],
  ['no settings', 'trust.settings', { settings: [ABSENT] }, { ok: 'there are none' }],
  [
    'a config that others can write',
    'trust.settings',
    { settings: [OPEN_FILE] },
    {
      fail: '~/c.yaml can be written by others.',
      means: STOPS,
      text: 'Then look again: jail config check',
      commands: ['chmod go-w ~/c.yaml'],
    },
  ],
  [
    'two faults',
    'trust.settings',
    { settings: [MISSPELT, OPEN_FILE] },
    {
      fail: '~/p.yaml:3:1: There is no word reed. (and 1 more)',
      means: STOPS,
      text: 'Did you mean read?',
    },
  ],
  [
    'a config that cannot be read',
    'trust.settings',
    { settings: [{ ...MISSPELT, state: 'unreadable', sentence: 'It cannot be read.', fix: null }] },
    { fail: 'It cannot be read.', means: STOPS, text: 'Mend ~/p.yaml, then type: jail config check' },
  ],
  [
    'a fault of the project, which is not yours',
    'trust.settings',
    { settings: [{ ...MISSPELT, kind: 'project' }] },
    { ok: 'there are none' },
  ],
  ['no project file', 'trust.project-file', {}, { ok: 'there is none' }],
  [
    'a good project file',
    'trust.project-file',
    { settings: [{ ...ABSENT, path: '~/p/.jail.yaml', kind: 'project', state: 'ok' }] },
    { ok: '~/p/.jail.yaml is good, and what it opens is allowed' },
  ],
  [
    'a project file that opens what nobody allowed',
    'trust.project-file',
    {
      settings: [
        {
          ...ABSENT,
          kind: 'project',
          state: 'unallowed',
          sentence: 'You have not allowed ~/p/.jail.yaml, so nothing is started. It opens:',
          fix: 'To look at it and allow it: jail allow',
        },
      ],
    },
    {
      warn: 'You have not allowed ~/p/.jail.yaml, so nothing is started.',
      means: 'a start here asks first, and stops where nobody can be asked',
      text: 'To look at it and allow it: jail allow',
    },
  ],
  [
    'a bad project file',
    'trust.project-file',
    { settings: [{ ...MISSPELT, kind: 'project' }] },
    {
      fail: '~/p.yaml:3:1: There is no word reed.',
      means: 'jail starts nothing in this project',
      text: 'Did you mean read?',
    },
  ],
  ['a token that stays outside', 'trust.secrets', {}, { ok: 'the base profile passes none of GITHUB_TOKEN' }],
  ['no token', 'trust.secrets', { secrets: [] }, { ok: 'no variable looks like a secret' }],
  [
    'a token that is passed',
    'trust.secrets',
    { secrets: [{ name: 'LC_TOKEN', passed: true }] },
    {
      warn: 'LC_TOKEN looks like a secret and would be passed',
      means: 'a jailed program can read it and send it away',
      text: 'Rename it, unset it, or take it back in ~/.config/jail/config.yaml: env: {pass: {LC_TOKEN: null}}',
    },
  ],
  ['hidden sockets', 'trust.sockets', {}, { ok: '2 are there, all hidden inside' }],
  ['no socket', 'trust.sockets', { sockets: [] }, { ok: 'none is there' }],
  [
    'a socket in the project',
    'trust.sockets',
    { sockets: [...sockets, DOCKER] },
    {
      fail: '/p/docker.sock lies where the base profile shows it',
      means: 'whoever reaches it gets out of the jail: it starts containers',
      text: 'Move it out of the project and of the folders for programs, or hide it: jail run --hide /p/docker.sock …',
    },
  ],
  [
    'an abstract socket',
    'trust.sockets',
    { sockets: [...sockets, X11] },
    {
      info: 'there is an abstract socket @/tmp/.X11-unix/X0',
      means: 'while the network is open it is in reach inside: it reads keys; --network none closes it',
    },
  ],
  ['outside', 'trust.inside', {}, { ok: 'JAIL is not set, so no jail stands around' }],
  [
    'inside',
    'trust.inside',
    { jail: { ...jail, inside: true } },
    {
      info: 'this is the inside of a jail already',
      means: 'much is hidden here, so the answers are about the box; run jail doctor outside of it',
    },
  ],
  ['a jail of your own', 'trust.binary', {}, { ok: '/home/ana/.local/bin/jail 1.0.0' }],
  [
    'a jail that others can write',
    'trust.binary',
    { jail: { ...jail, distrust: '/opt/jail can be written by others (mode 777)' } },
    {
      warn: '/opt/jail can be written by others (mode 777)',
      means: 'whoever can change the program that makes the jail decides what it does',
      text: 'Give it to yourself or root alone: ls -l /home/ana/.local/bin/jail',
    },
  ],
  [
    'a jail in the project',
    'trust.binary',
    { jail: { ...jail, binary: '/home/ana/src/shop/dist/jail' } },
    {
      warn: '/home/ana/src/shop/dist/jail lies in this project',
      means: 'a jailed program can write the project, and so the jail that you start next',
      text: 'Start a copy of it that lies elsewhere.',
      commands: ['install -D /home/ana/src/shop/dist/jail ~/.local/bin/jail'],
    },
  ],
]

test.each(ROWS.map((row) => [row[0], row[1], row] as const))('%s: %s', (_, __, row) => expectFinding(row))
