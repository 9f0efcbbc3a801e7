import { EXT4, HEALTHY_PATHS, type PathFacets } from './healthy-paths.ts'
import { type Row, testTable } from './judged.ts'

const { home, person, project, state } = HEALTHY_PATHS
type Change<K extends keyof PathFacets> = Partial<PathFacets[K]>
const homeWith = (other: Change<'home'>) => ({ home: { ...home, ...other } })
const mounted = (other: Partial<typeof EXT4>) => homeWith({ mount: { ...EXT4, ...other } })
const personWith = (other: Change<'person'>) => ({ person: { ...person, ...other } })
const projectWith = (other: Change<'project'>) => ({ project: { ...project, ...other } })
const stateWith = (other: Change<'state'>) => ({ state: { ...state, writable: false, ...other } })

const NOT_KEPT = 'neither caches nor logins of agents are kept'
const NO_CACHE =
  'nothing in ~/.cache stays from one run to the next, and bwrap is asked for its options at each start'

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'paths.home': [
    ['yours', {}, 'ok', '/home/ana'],
    [
      'a link, as on Fedora Atomic',
      homeWith({ path: '/var/home/ana' }),
      'ok',
      '/home/ana, a link to /var/home/ana',
    ],
    [
      'not there',
      homeWith({ state: 'absent', uid: null, mode: null, writable: false }),
      'warn',
      '/home/ana is not there',
      'jail starts with an empty home, and keeps neither caches nor logins of agents',
      ['install -d -m 0700 -o 1000 /home/ana'],
    ],
    [
      'a file',
      homeWith({ state: 'other' }),
      'fail',
      'HOME is /home/ana, which is no folder',
      'jail refuses to start, since there is nothing that it could hide',
    ],
    [
      'the root',
      homeWith({ named: '//', path: '/' }),
      'fail',
      'HOME is /',
      'jail refuses to start, since there is nothing that it could hide',
    ],
    [
      'of somebody else',
      homeWith({ uid: 7 }),
      'warn',
      '/home/ana belongs to uid 7, and you are uid 1000',
      'what is kept there may be refused, or be in the way of its owner',
    ],
    [
      'not writable',
      homeWith({ writable: false, mode: 0o500 }),
      'warn',
      '/home/ana cannot be written',
      NOT_KEPT,
      ['chmod u+wx /home/ana'],
    ],
    [
      'open to all',
      homeWith({ mode: 0o777 }),
      'warn',
      '/home/ana can be written by everybody (mode 777)',
      'others can change the settings of jail and of your agents',
      ['chmod o-w /home/ana'],
    ],
    [
      'of another account',
      personWith({ accountHome: '/home/old' }),
      'info',
      'HOME is /home/ana, and the account says /home/old',
      'jail takes HOME; neither is shown inside',
    ],
    ['silent', homeWith({ state: 'silent' }), 'unknown', '/home/ana does not answer (see paths.home-mount)'],
  ],
  'paths.home-mount': [
    ['a disk', {}, 'ok', 'ext4 at /'],
    [
      'silent',
      homeWith({ state: 'silent', mount: { ...EXT4, type: 'nfs4', point: '/home', remote: true } }),
      'warn',
      '/home/ana does not answer (nfs4 at /home)',
      'each start waits a second, and then does without all that lies there',
    ],
    [
      'noexec',
      mounted({ point: '/home', noexec: true }),
      'warn',
      'ext4 at /home is mounted noexec',
      'no program below your home folder starts, inside as outside: agents and tools that are installed there',
      ['mount -o remount,exec /home'],
    ],
    [
      'read-only',
      mounted({ point: '/home', readOnly: true }),
      'warn',
      'ext4 at /home is read-only',
      NOT_KEPT,
      ['mount -o remount,rw /home'],
    ],
    [
      'NFS',
      mounted({ point: '/home', type: 'nfs4', remote: true }),
      'info',
      'nfs4 at /home',
      'its server may refuse root, and starts take as long as it answers: run jail as yourself',
    ],
    [
      'encrypted',
      { home: { ...home, encrypted: true, mount: { ...EXT4, type: 'ecryptfs', point: '/home/ana' } } },
      'info',
      'ecryptfs at /home/ana',
      'only you can look into it, not even root: run jail as yourself, never by sudo',
    ],
    ['not known', homeWith({ mount: null }), 'unknown', 'what it lies on: /proc/self/mountinfo does not say'],
  ],
  'paths.project': [
    ['a repository', {}, 'ok', '~/src/shop (a git repository)'],
    ['a folder', projectWith({ why: 'cwd' }), 'ok', '~/src/shop (the current folder)'],
    [
      'home',
      projectWith({
        path: '/home/ana',
        refusal: { sentence: 'The project would be /home/ana.', fix: 'Go into a project.' },
      }),
      'warn',
      'The project would be /home/ana.',
      '`jail run` stops here with this sentence',
    ],
    [
      'a drive of Windows',
      projectWith({ path: '/mnt/c/src/x', mount: { ...EXT4, point: '/mnt/c', type: '9p' } }),
      'warn',
      '/mnt/c/src/x is on a drive of Windows',
      'it is slow, permissions do not hold there, and Windows runs what the agent writes',
    ],
    [
      'a disk at /mnt/d of a Linux',
      projectWith({ path: '/mnt/d/x', mount: { ...EXT4, point: '/mnt/d' } }),
      'ok',
      '/mnt/d/x (a git repository)',
    ],
    [
      'noexec',
      projectWith({ mount: { ...EXT4, point: '/data', noexec: true } }),
      'warn',
      '~/src/shop is on a mount without programs (/data, noexec)',
      'scripts and programs of the project do not start, inside as outside',
      ['mount -o remount,exec /data'],
    ],
    [
      'read-only',
      projectWith({ mount: { ...EXT4, point: '/data', readOnly: true } }),
      'warn',
      '~/src/shop is on a read-only mount (/data)',
      'the agent cannot write the project',
      ['mount -o remount,rw /data'],
    ],
    [
      'not known',
      projectWith({ mount: null }),
      'unknown',
      '~/src/shop: /proc/self/mountinfo does not say what it lies on',
    ],
  ],
  'paths.state': [
    ['writable', {}, 'ok', '~/.local/state/jail'],
    [
      'left by root',
      stateWith({ nearest: { path: '/home/ana/.local/state/jail', uid: 0 } }),
      'warn',
      '~/.local/state/jail cannot be written: ~/.local/state/jail belongs to uid 0',
      NO_CACHE,
      ['chown -R 1000 /home/ana/.local/state/jail'],
    ],
    [
      'closed',
      stateWith({ nearest: { path: '/home/ana/.local', uid: 1000 } }),
      'warn',
      '~/.local/state/jail cannot be written: ~/.local does not let you',
      NO_CACHE,
      ['chmod u+wx /home/ana/.local'],
    ],
    [
      'outside of home, which nobody gives away',
      stateWith({ nearest: { path: '/home', uid: 0 } }),
      'warn',
      '~/.local/state/jail cannot be written: /home belongs to uid 0',
      NO_CACHE,
    ],
  ],
}

testTable(TABLE)
