import { HEALTHY_PATHS } from './healthy-paths.ts'
import { type Row, testTable } from './judged.ts'

const { systemPaths, certificates, etcLinks } = HEALTHY_PATHS
const top = (other: typeof systemPaths) => ({ systemPaths: { ...systemPaths, ...other } })
const NOT_FOUND = 'programs and libraries that are named by it are not found inside'
const UNSTARTED = 'nothing that is named by it starts, inside as outside'

const NIXOS = {
  systemPaths: {
    '/usr': 'folder',
    '/etc': 'folder',
    '/bin': 'folder',
    '/sbin': null,
    '/lib': null,
    '/lib32': null,
    '/lib64': null,
    '/libx32': null,
  },
  image: { kind: 'nixos', roots: ['/nix/store', '/run/current-system'], missing: [] },
} as const

const alternatives = (path: string, to: string, kind: 'dangling' | 'outside') => ({
  etcLinks: {
    dangling: [],
    alternatives: { count: 9, dangling: [], outside: [], [kind]: [{ path, to }] },
  },
})

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'paths.system': [
    ['merged /usr', {}, 'ok', '/usr /etc /bin /sbin /lib /lib64'],
    [
      'folders, as on Alpine',
      top({ '/bin': 'folder', '/lib': 'folder', '/lib64': null }),
      'ok',
      '/usr /etc /bin /sbin /lib',
    ],
    ['NixOS, which has no /lib', NIXOS, 'ok', '/usr /etc /bin'],
    ['no /bin', top({ '/bin': null }), 'fail', '/bin is not there', UNSTARTED, ['ln -s usr/bin /bin']],
    ['no /usr, which no link brings back', top({ '/usr': null }), 'fail', '/usr is not there', UNSTARTED],
    ['no /lib', top({ '/lib': null }), 'fail', '/lib is not there', UNSTARTED, ['ln -s usr/lib /lib']],
    ['a file', top({ '/bin': 'other' }), 'fail', '/bin is neither a folder nor a link', NOT_FOUND],
    [
      '/lib64 to nothing',
      top({ '/lib64': { link: 'usr/lib64', dangling: true } }),
      'fail',
      '/lib64 is a link to usr/lib64, and no folder is there',
      NOT_FOUND,
    ],
    [
      '/sbin to nothing, without which most work',
      top({ '/sbin': { link: 'usr/sbin', dangling: true } }),
      'warn',
      '/sbin is a link to usr/sbin, and no folder is there',
      NOT_FOUND,
    ],
    [
      '/lib32 to nothing, as a removed package leaves it',
      top({ '/lib32': { link: 'usr/lib32', dangling: true } }),
      'ok',
      '/lib32 is a link to usr/lib32, and no folder is there, which no 64-bit program needs',
    ],
  ],
  'paths.loader': [
    ['glibc', {}, 'ok', '/lib64/ld-linux-x86-64.so.2'],
    [
      'musl',
      { loaders: { found: ['/lib/ld-musl-x86_64.so.1'], wanted: '/lib/ld-musl-x86_64.so.1' } },
      'ok',
      '/lib/ld-musl-x86_64.so.1',
    ],
    [
      'one that is wanted and not shown',
      { loaders: { found: [], wanted: '/lib64/ld-linux-x86-64.so.2' } },
      'fail',
      '/bin/sh is started by /lib64/ld-linux-x86-64.so.2, which no jail shows',
      'programs that use shared libraries do not start inside ("No such file or directory")',
    ],
    [
      'none, and a static sh',
      { loaders: { found: [], wanted: null } },
      'info',
      'no ELF loader is here',
      'static programs start inside; others start nowhere',
    ],
  ],
  'paths.alternatives': [
    ['all there', {}, 'ok', '120 names, none lost'],
    [
      'no such folder',
      { etcLinks: { dangling: [], alternatives: null } },
      'ok',
      'this system has no /etc/alternatives',
    ],
    [
      'one to nothing',
      alternatives('/etc/alternatives/awk', '/usr/bin/mawk', 'dangling'),
      'warn',
      'awk → /usr/bin/mawk: not there',
      'these names start nothing, inside as outside',
      ['update-alternatives --auto awk'],
    ],
    [
      'one to a hidden place',
      alternatives('/etc/alternatives/java', '/srv/jdk/bin/java', 'outside'),
      'warn',
      "java → /srv/jdk/bin/java: outside of the system's folders",
      'these names are there inside, and what they lead to is hidden',
    ],
  ],
  'paths.certificates': [
    ['a bundle', {}, 'ok', '/etc/ssl/certs/ca-certificates.crt'],
    [
      'a variable with a visible file',
      {
        certificates: {
          ...certificates,
          variables: [
            { name: 'SSL_CERT_FILE', path: '/etc/ssl/certs/ca-certificates.crt', state: 'visible' },
          ],
        },
      },
      'ok',
      '/etc/ssl/certs/ca-certificates.crt',
    ],
    [
      'a hidden file of a company',
      {
        certificates: {
          ...certificates,
          variables: [{ name: 'NODE_EXTRA_CA_CERTS', path: '/home/ana/ca.pem', state: 'hidden' }],
        },
      },
      'warn',
      'NODE_EXTRA_CA_CERTS names ~/ca.pem, which is hidden inside',
      'the variable is not passed, so a server or proxy with a certificate of its own is refused inside',
    ],
    [
      'a variable to nothing',
      {
        certificates: {
          ...certificates,
          variables: [{ name: 'SSL_CERT_FILE', path: '/gone.pem', state: 'absent' }],
        },
      },
      'warn',
      'SSL_CERT_FILE names /gone.pem, which is not there',
      'programs that ask it find no certificates, or fail at once, inside as outside',
    ],
    [
      'no bundle',
      { certificates: { found: [], dangling: [], variables: [] } },
      'warn',
      'there is no bundle of certificates',
      'most programs inside refuse every https server, those of the agents included',
      ['apt-get install ca-certificates'],
    ],
    [
      'a bundle that leads nowhere, on Alpine',
      {
        certificates: { found: [], dangling: ['/etc/ssl/cert.pem'], variables: [] },
        distribution: { id: 'alpine', like: [], name: 'Alpine' },
      },
      'warn',
      '/etc/ssl/cert.pem leads nowhere',
      'most programs inside refuse every https server, those of the agents included',
      ['apk add ca-certificates'],
    ],
    [
      'variables that cannot be judged',
      { certificates: { ...certificates, variables: null } },
      'unknown',
      '/etc/ssl/certs/ca-certificates.crt; what variables name cannot be told here',
    ],
  ],
  'paths.etc-links': [
    ['none', {}, 'ok', 'none is lost'],
    [
      'those of other checks',
      { etcLinks: { ...etcLinks, dangling: [{ path: '/etc/localtime', to: '/usr/share/zoneinfo/X' }] } },
      'ok',
      'none is lost',
    ],
    [
      'one',
      { etcLinks: { ...etcLinks, dangling: [{ path: '/etc/java-8', to: '/usr/lib/jvm/8' }] } },
      'info',
      '1 link to nothing: /etc/java-8 → /usr/lib/jvm/8',
      'they are left out inside, and miss there as they do outside',
    ],
  ],
  'paths.image': [
    ['Debian', {}, 'ok', 'below /usr, as on most systems'],
    ['NixOS', NIXOS, 'ok', 'NixOS: /nix/store, /run/current-system'],
    [
      'half of a Guix',
      { image: { kind: 'guix', roots: ['/gnu/store'], missing: ['/var/guix/profiles'] } },
      'warn',
      'Guix, but without /var/guix/profiles',
      'programs that are named by these folders do not start inside',
    ],
  ],
}

testTable(TABLE)
