import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import { isWithin, matchesPattern } from '../../src/policy/paths.ts'
import { AGENTS, at, grantsOf, NAMES, PLACES, policyOf, shows } from './profile-places.ts'
import { faultsOf } from './profile-schema.ts'

const FOLDER = new URL('../../profiles/', import.meta.url).pathname
const FILES = readdirSync(FOLDER).toSorted()

test('each file of the folder is built in, and nothing else is', () => {
  expect(NAMES).toEqual(FILES.map((file) => file.replace(/\.yaml$/, '')).toSorted())
  expect(AGENTS).toContainValues(['claude', 'codex'])
  for (const file of FILES) expect(file).toMatch(/^[a-z]+\.yaml$/)
})

describe.each(FILES)('the profile file %s', (file) => {
  const text = readFileSync(`${FOLDER}${file}`, 'utf8')
  const parsed: unknown = Bun.YAML.parse(text)

  test('obeys the schema: known keys only, and a reason for each path', () => {
    expect(faultsOf(parsed)).toEqual([])
  })

  test('is built in as it is written', () => {
    expect(BUILTIN_PROFILES[file.replace(/\.yaml$/, '')]).toEqual(parsed as never)
  })

  test('is what the reader for files of people makes of it, which refuses what stands twice', () => {
    const layer = parseLayer({ kind: 'profile', path: `/${file}`, shown: file, text })
    expect(layer.file).toEqual(parsed as never)
  })
})

/** Places that no profile shows, whatever it is for: by a path, a folder above it, or a pattern. */
const CLOSED = [
  ...[
    '/',
    '/home',
    '/root',
    '/etc',
    '/proc',
    '/sys',
    '/dev',
    '/run',
    '/tmp',
    '/var',
    '/var/lib',
    '/mnt',
    '/boot',
  ],
  ...['/etc/shadow', '/etc/gshadow', '/etc/sudoers', '/etc/sudoers.d', '/etc/ssh/ssh_host_ed25519_key'],
  ...[
    '/etc/krb5.keytab',
    '/etc/NetworkManager',
    '/etc/wireguard',
    '/etc/ssl/private',
    '/etc/passwd',
    '/etc/group',
  ],
  ...['/run/docker.sock', '/run/user/1000/bus', '/run/dbus/system_bus_socket', '/home/bob/.bashrc'],
  ...[
    '~',
    '~/.local',
    '~/.local/share',
    '~/.config',
    '~/.cache',
    '~/.local/state',
    '~/src/other',
    '~/Documents',
  ],
  ...[
    '~/.bash_history',
    '~/.zsh_history',
    '~/.env',
    '~/.config/gh',
    '~/.config/systemd/user',
    '~/.config/autostart',
  ],
]
const SECRETS = [
  ...[
    '~/.ssh',
    '~/.gnupg',
    '~/.aws',
    '~/.azure',
    '~/.kube',
    '~/.docker',
    '~/.netrc',
    '~/.npmrc',
    '~/.pypirc',
  ],
  ...['~/.git-credentials', '~/.password-store', '~/.mozilla', '~/.vault-token', '~/.config/git/credentials'],
  ...['~/.config/gh', '~/.config/gcloud', '~/.local/share/keyrings', '~/.config/google-chrome'],
  ...['~/.cargo/credentials.toml', '~/.config/jail', '~/.local/state/jail'],
]
/** Variables of the person that no profile passes: secrets, ways out of the box, and what runs or loads code. */
const KEPT_OUT = [
  ...[
    'SSH_AUTH_SOCK',
    'GPG_AGENT_INFO',
    'DBUS_SESSION_BUS_ADDRESS',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
  ],
  ...['XDG_RUNTIME_DIR', 'DOCKER_HOST', 'TMUX', 'STY', 'TMPDIR', 'PATH', 'PWD', 'SUDO_USER', 'JAIL_BWRAP'],
  ...[
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_PROFILE',
    'DATABASE_URL',
    'KUBECONFIG',
  ],
  ...[
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'BUN_OPTIONS',
    'BUN_BE_BUN',
    'NODE_OPTIONS',
    'NODE_PATH',
    'PYTHONPATH',
  ],
  ...['PYTHONSTARTUP', 'PERL5OPT', 'RUBYOPT', 'JAVA_TOOL_OPTIONS', 'BASH_ENV', 'ENV', 'PROMPT_COMMAND'],
  ...['GIT_SSH_COMMAND', 'GIT_CONFIG_GLOBAL', 'GIT_ASKPASS', 'GIT_EXTERNAL_DIFF', 'GIT_DIR', 'SSH_ASKPASS'],
]

describe('no profile', () => {
  test.each(CLOSED)('shows %s', (place) => {
    for (const name of NAMES)
      expect([name, grantsOf(name).filter((rule) => shows(rule, at(place)))]).toEqual([name, []])
  })

  test.each(SECRETS)('shows anything of %s: each hides it', (place) => {
    for (const name of NAMES) {
      const rules = policyOf(name).rules.filter(({ path }) => isWithin(path, at(place)))
      expect([name, ...rules.map(({ word, path }) => `${word} ${path}`)]).toEqual([name, `hide ${at(place)}`])
    }
  })

  test.each(KEPT_OUT)('passes $%s', (variable) => {
    for (const name of NAMES) {
      const passing = policyOf(name).env.pass.filter((one) => matchesPattern(variable, one.name))
      expect([name, passing]).toEqual([name, []])
    }
  })
})

describe.each(NAMES)('the profile %s', (name) => {
  const policy = policyOf(name)

  test('lets nothing be written but the project and folders of the agent that are its own', () => {
    for (const { word, path, create } of policy.rules) {
      if (word !== 'write') continue
      const isOwn = path !== PLACES.home && isWithin(path, PLACES.home) && create === 'folder'
      expect([path, path === PLACES.project || isOwn]).toEqual([path, true])
    }
  })

  test('makes folders only to be written or closed, and to keep the agent from making them', () => {
    const wrong = policy.rules.filter(
      ({ word, create }) =>
        create && !(create === 'folder' ? word === 'write' || word === 'hide' : word === 'protect'),
    )
    expect(wrong).toEqual([])
  })

  test('protects in the project what the host runs later', () => {
    const closed = policy.rules.filter(({ word }) => word === 'protect').map(({ path }) => path)
    for (const place of [
      './.git/hooks',
      './.git/config',
      './.envrc',
      './.vscode',
      './.mcp.json',
      './.jail.yaml',
      './.husky',
      './.claude/settings*.json',
      './opencode.json',
      './.pi',
      './.github/hooks',
    ])
      expect(closed).toContain(at(place))
  })

  test('says the same on network, name and size as the base', () => {
    expect(policy).toMatchObject({ network: 'open', hostname: 'jail', tmpBytes: 2 * 2 ** 30 })
  })

  test('tells programs where they are, and gives them a folder for temporary files that is there', () => {
    const set = Object.fromEntries(policy.env.set.map((one) => [one.name, one.value]))
    expect(set).toMatchObject({ TMPDIR: '/tmp', IS_SANDBOX: '1', JAIL: '1' })
  })
})
