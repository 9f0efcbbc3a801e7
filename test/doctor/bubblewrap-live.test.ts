import { test } from 'bun:test'
import { failsFor, refusedFor } from './healthy-kernel.ts'
import { expectFinding, type Row } from './judging.ts'

const CANNOT = {
  text: 'Mend it.',
  commands: ['mend it'],
  fail: 'The jail could not be set up: x.',
} as const

const ROWS: readonly Row[] = [
  ['it works', 'bubblewrap.live', {}, { ok: 'jail run -- true works' }],
  [
    'nothing starts',
    'bubblewrap.live',
    { live: failsFor('x') },
    {
      ...CANNOT,
      means: 'no jail can be made: not even bwrap --unshare-user --ro-bind / / true starts',
    },
  ],
  [
    'an option fails',
    'bubblewrap.live',
    { live: failsFor('x', { reaches: { kind: 'option', option: '--proc /proc' } }) },
    { ...CANNOT, means: 'no jail can be made: all before it works, and --proc /proc fails' },
  ],
  [
    'the command does not start',
    'bubblewrap.live',
    { live: failsFor('x', { reaches: { kind: 'command' } }) },
    { ...CANNOT, means: 'no jail can be used: it is made, but no command starts in it' },
  ],
  [
    'it could not be found out',
    'bubblewrap.live',
    { live: failsFor('x', { reaches: { kind: 'untold' } }) },
    { ...CANNOT, means: 'no jail can be made' },
  ],
  [
    'the current folder is no project',
    'bubblewrap.live',
    { live: refusedFor('project.home', true) },
    {
      info: 'no whole jail was tried: Refused for project.home.',
      means: 'bubblewrap itself starts. For the whole test type jail doctor in a project',
    },
  ],
  [
    'a project that cannot be written',
    'bubblewrap.live',
    { live: refusedFor('project.read-only', true) },
    {
      fail: 'Refused for project.read-only.',
      means: 'jail run refuses to start here',
      text: 'Go elsewhere.',
    },
  ],
  [
    'the settings are wrong',
    'bubblewrap.live',
    { live: refusedFor('policy.unknown-word', true) },
    {
      fail: 'Refused for policy.unknown-word.',
      means: 'jail run refuses to start here',
      text: 'Go elsewhere.',
    },
  ],
  [
    'no project, and bubblewrap does not end either',
    'bubblewrap.live',
    { live: refusedFor('project.home', false) },
    { fail: 'Refused for project.home.', means: 'jail run refuses to start here', text: 'Go elsewhere.' },
  ],
  [
    'no bubblewrap, which another check says',
    'bubblewrap.live',
    { live: refusedFor('bwrap.absent', false) },
    { unknown: 'no jail could be tried: Refused for bwrap.absent.' },
  ],
]

test.each(ROWS)('the real start: %s', (name, id, difference, found) =>
  expectFinding([name, id, difference, found]),
)
