import { EXT4, HEALTHY_PATHS, type PathFacets } from './healthy-paths.ts'
import { type Row, testTable } from './judged.ts'

const { person, temporary } = HEALTHY_PATHS
type Change<K extends keyof PathFacets> = Partial<PathFacets[K]>
const personWith = (other: Change<'person'>) => ({ person: { ...person, ...other } })
const tmpWith = (other: Change<'temporary'>) => ({ temporary: { ...temporary, ...other } })

const ROOT = { uid: 0, user: 'root', home: '/root', accountHome: '/root' }
const BWRAP_NEEDS_TMP = 'bwrap sets the jail up on it, and stops without it ("Failed to mount tmpfs")'
const NO_NAMES = 'no name of a host is found, so agents do not reach their models'
const LOCAL_ONLY =
  'it answers inside while the network is open, which is the default; a network of its own does not reach it'

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'paths.resolver': [
    ['a server', {}, 'ok', '192.0.2.53'],
    [
      'a server by a link',
      { resolver: { kind: 'link', target: '/run/NetworkManager/resolv.conf', servers: ['192.0.2.1'] } },
      'ok',
      '192.0.2.1 (/run/NetworkManager/resolv.conf)',
    ],
    [
      'a server beside a local one',
      { resolver: { kind: 'file', target: '/etc/resolv.conf', servers: ['127.0.0.1', '192.0.2.1'] } },
      'ok',
      '127.0.0.1, 192.0.2.1',
    ],
    [
      'a local one only',
      {
        resolver: { kind: 'link', target: '/run/systemd/resolve/stub-resolv.conf', servers: ['127.0.0.53'] },
      },
      'info',
      '127.0.0.53 (/run/systemd/resolve/stub-resolv.conf): on this machine itself',
      LOCAL_ONLY,
    ],
    [
      'none',
      { resolver: { kind: 'file', target: '/etc/resolv.conf', servers: [] } },
      'info',
      '/etc/resolv.conf names no server',
      'names are looked up on this machine itself',
    ],
    [
      'no file',
      { resolver: { kind: 'absent', target: '/etc/resolv.conf', servers: [] } },
      'warn',
      'there is no /etc/resolv.conf',
      NO_NAMES,
    ],
    [
      'a link to nothing',
      { resolver: { kind: 'dangling', target: '/run/systemd/resolve/stub-resolv.conf', servers: [] } },
      'warn',
      '/etc/resolv.conf leads to /run/systemd/resolve/stub-resolv.conf, which is not there',
      NO_NAMES,
      ['systemctl restart systemd-resolved'],
    ],
    [
      'the lost link of WSL',
      { resolver: { kind: 'dangling', target: '/mnt/wsl/resolv.conf', servers: [] } },
      'warn',
      '/etc/resolv.conf leads to /mnt/wsl/resolv.conf, which is not there',
      NO_NAMES,
    ],
    [
      'one that may not be read',
      { resolver: { kind: 'unreadable', target: '/etc/resolv.conf', servers: [] } },
      'unknown',
      '/etc/resolv.conf cannot be read',
    ],
  ],
  'paths.time-zone': [
    ['a zone', {}, 'ok', '/usr/share/zoneinfo/Europe/Lisbon'],
    ['none', { timeZone: { file: 'absent' } }, 'ok', 'no /etc/localtime: UTC, inside as outside'],
    ['a file', { timeZone: { file: 'file' } }, 'ok', '/etc/localtime'],
    ['unreadable', { timeZone: { file: 'unreadable' } }, 'unknown', '/etc/localtime cannot be looked at'],
    [
      'lost',
      { timeZone: { file: { dangling: '/usr/share/zoneinfo/X' } } },
      'warn',
      '/etc/localtime leads to /usr/share/zoneinfo/X, which is not there',
      'times are in UTC, inside as outside',
      ['apt-get install tzdata'],
    ],
    [
      'hidden',
      { timeZone: { file: { link: '/srv/zone', shown: false } } },
      'warn',
      '/etc/localtime leads to /srv/zone, which the jail does not show',
      'times are in UTC inside, and in another zone outside',
    ],
  ],
  'paths.temporary': [
    ['there', {}, 'ok', '/tmp on ext4'],
    [
      'not there',
      tmpWith({ state: 'absent', mount: null }),
      'fail',
      '/tmp is not there',
      BWRAP_NEEDS_TMP,
      ['install -d -m 1777 /tmp'],
    ],
    [
      'a link to nothing',
      tmpWith({ state: 'dangling', path: '/scratch' }),
      'fail',
      '/tmp leads to /scratch, which is not there',
      BWRAP_NEEDS_TMP,
      ['install -d -m 1777 /scratch'],
    ],
    ['a file', tmpWith({ state: 'other' }), 'fail', '/tmp is no folder', BWRAP_NEEDS_TMP],
    [
      'silent',
      tmpWith({ state: 'silent', mount: { ...EXT4, type: 'nfs' } }),
      'fail',
      '/tmp does not answer (nfs)',
      BWRAP_NEEDS_TMP,
    ],
    [
      'noexec',
      tmpWith({ mount: { ...EXT4, noexec: true } }),
      'info',
      '/tmp is mounted noexec',
      'the jail has a /tmp of its own, in which programs can be run',
    ],
  ],
  'person.root': [
    ['Ana', {}, 'ok', 'ana (uid 1000)'],
    [
      'root',
      personWith(ROOT),
      'warn',
      'you are root',
      'what an agent writes belongs to root, and root has no special rights inside; a hole in the kernel would give it all',
    ],
  ],
  'person.sudo': [
    ['Ana', {}, 'ok', 'not under sudo'],
    [
      'sudo -H',
      personWith({ ...ROOT, sudo: { user: 'ana', homeOwner: 0 } }),
      'ok',
      'under sudo from ana, with HOME=/root',
    ],
    [
      'sudo with the home of Ana',
      personWith({ ...ROOT, home: '/home/ana', sudo: { user: 'ana', homeOwner: 1000 } }),
      'fail',
      'root by sudo from ana, and HOME is /home/ana of uid 1000',
      'jail refuses to start: it would leave files of root in the home folder of somebody else',
    ],
    [
      'sudo with a home that does not answer',
      personWith({ ...ROOT, sudo: { user: 'ana', homeOwner: null } }),
      'unknown',
      'who owns /root: it is not there, or does not answer',
    ],
  ],
  'person.account': [
    ['in the file', {}, 'ok', 'ana is in /etc/passwd'],
    [
      'of LDAP',
      personWith({ account: 'service' }),
      'ok',
      'ana comes from another service of names; inside, /etc/passwd has the name',
    ],
    [
      'of nobody',
      personWith({ account: 'nowhere', uid: 12_345, user: 'user12345' }),
      'info',
      'uid 12345 has no account',
      'inside, jail makes one with the name user12345, or ssh, whoami and Node would fail',
    ],
  ],
}

testTable(TABLE)
