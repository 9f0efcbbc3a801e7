/**
 * Attacks other sandboxes with the probes of `jail verify` and writes docs/comparison.md.
 * Usage: bun scripts/compare.ts    (srt: name its folder of npm in SRT_FOLDER)
 *
 * docker and podman need an image with git and ca-certificates, named jail-compare, in both of them:
 *   debootstrap --variant=minbase --include=git,ca-certificates bookworm DIR && tar -C DIR -c . | docker import - jail-compare
 * More words for podman, such as another runtime, go into PODMAN_WORDS.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../probes/index.ts'
import { AREAS } from '../src/verify/areas.ts'
import { bwrapByHand } from './by-hand.ts'

const root = new URL('..', import.meta.url).pathname
const jail = join(root, 'dist/jail')
// Not in /tmp: codex refuses a home there.
mkdirSync(join(homedir(), '.cache'), { recursive: true })
const work = mkdtempSync(join(homedir(), '.cache/jail-compare-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

const home = join(work, 'home')
const project = join(home, 'src/project')
mkdirSync(project, { recursive: true })

type Probe = { id: string; area: string; claim: string; verdict: string; reason: string }
type Peer = {
  readonly name: string
  readonly version: readonly string[]
  /** How it was started, for the reader. */
  readonly how: string
  readonly verify: readonly string[]
}

/** A script that starts another sandbox around its arguments, in the current folder as project. */
function wrapper(name: string, text: string): string[] {
  const path = join(work, name)
  writeFileSync(path, text, { mode: 0o755 })
  return ['--with', path]
}

const srt = join(process.env['SRT_FOLDER'] ?? join(root, '.tools/srt'), 'node_modules/.bin/srt')
const codex = join(root, '.tools/agents/bin/codex')
const settings = join(work, 'srt.json')
writeFileSync(
  settings,
  JSON.stringify({
    network: { allowedDomains: [], deniedDomains: [] },
    filesystem: { denyRead: ['~/.ssh'], allowWrite: ['.'], denyWrite: [] },
  }),
)
const firejail =
  'firejail --quiet --noprofile --whitelist="$PWD" --private-tmp --private-dev --net=none --caps.drop=all --nonewprivs --noroot --seccomp --dbus-user=none --dbus-system=none'

/** As somebody would start it who wants to keep an agent in: the project alone, no rights, no network. */
const CONTAINER =
  'run --rm -i --network none --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 --cap-drop all --security-opt no-new-privileges -v "$PWD:$PWD" -w "$PWD" jail-compare'
const podman = `podman ${process.env['PODMAN_WORDS'] ?? ''}`

const PEERS: readonly Peer[] = [
  {
    name: 'jail',
    version: [jail, '--version'],
    how: '`jail verify --network none`',
    verify: ['--network', 'none'],
  },
  {
    name: 'bwrap by hand',
    version: ['bwrap', '--version'],
    how: 'the script of `scripts/by-hand.ts`, with `--unshare-net`',
    verify: wrapper('by-hand', bwrapByHand('--unshare-net')),
  },
  {
    name: 'firejail',
    version: ['firejail', '--version'],
    how: `\`${firejail}\``,
    verify: wrapper('firejail', `#!/bin/sh\nexec ${firejail} -- "$@"\n`),
  },
  {
    name: 'srt',
    version: [srt, '--version'],
    how: 'write: the project; denied: `~/.ssh`; no domain allowed',
    verify: wrapper('srt', `#!/bin/sh\nexec ${srt} --settings ${settings} "$@"\n`),
  },
  {
    name: 'codex',
    version: [codex, '--version'],
    how: '`codex sandbox` with `sandbox_mode="workspace-write"`',
    verify: wrapper(
      'codex',
      `#!/bin/sh\nexec ${codex} sandbox -c 'sandbox_mode="workspace-write"' -- "$@"\n`,
    ),
  },
  {
    name: 'docker',
    version: ['docker', 'version', '--format', '{{.Server.Version}}'],
    how: `\`docker ${CONTAINER}\``,
    verify: wrapper('docker', `#!/bin/sh\nexec docker ${CONTAINER} "$@"\n`),
  },
  {
    name: 'podman',
    version: ['podman', '--version'],
    how: 'the same words',
    verify: wrapper('podman', `#!/bin/sh\nexec ${podman} ${CONTAINER} "$@"\n`),
  },
]

type Found = {
  readonly peer: Peer
  readonly version: string
  readonly probes: readonly Probe[]
  readonly error: string
}

function attacked(peer: Peer): Found {
  console.error(`compare: ${peer.name}`)
  const version = firstLine(peer.version)
  const done = Bun.spawnSync([jail, 'verify', '--json', '--offline', ...peer.verify], {
    cwd: project,
    // Everything is tried in a home of its own, with the project in it, as people have it.
    env: { ...process.env, HOME: home, XDG_STATE_HOME: join(home, '.local/state') },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  })
  try {
    const { probes } = JSON.parse(done.stdout.toString()) as { probes: Probe[] }
    return { peer, version, probes: probes.map(withoutMercy), error: '' }
  } catch {
    return { peer, version, probes: [], error: done.stderr.toString().trim().split('\n')[0] ?? '' }
  }
}

function firstLine(command: readonly string[]): string {
  try {
    return (
      Bun.spawnSync([...command])
        .stdout.toString()
        .trim()
        .split('\n')[0] ?? ''
    )
  } catch {
    return 'not installed'
  }
}

/** A gap that jail knows of and does not claim is a gap all the same. */
function withoutMercy(probe: Probe): Probe {
  const known = PROBES.find(({ id }) => id === probe.id)?.known
  return known !== undefined && probe.reason === known ? { ...probe, verdict: 'escaped' } : probe
}

const found = PEERS.map(attacked)
const ids = found[0]?.probes ?? []

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** `held of claimed`; a probe that proved nothing is counted in neither. */
function areaCell({ probes, error }: Found, area: string): string {
  if (error) return '–'
  const some = probes.filter((probe) => probe.area === area)
  const good = some.filter(({ verdict }) => verdict === 'blocked' || verdict === 'works').length
  const bad = some.filter(({ verdict }) => verdict === 'escaped' || verdict === 'broken').length
  return good + bad === 0 ? '–' : `${good} of ${good + bad}`
}

const CELLS: Readonly<Record<string, string>> = {
  blocked: 'held',
  works: 'works',
  escaped: '**escaped**',
  broken: '**broken**',
  inconclusive: '?',
  unclaimed: '–',
}

const names = found.map(({ peer }) => peer.name)
const head = (first: string): string[] => [row([first, ...names]), row(['---', ...names.map(() => '---')])]
const lines = [
  '# Comparison',
  '',
  `Made by \`scripts/compare.ts\` on ${new Date().toISOString().slice(0, 10)}, Linux ${firstLine(['uname', '-r'])}, as ${process.geteuid?.() === 0 ? 'root' : 'an ordinary user'}.`,
  'Do not edit it by hand.',
  '',
  'Every sandbox got the same attacks, with the expectations of `jail verify --network none`. Read it with care: each of',
  'the others is made for another purpose, by other people with other rules, and a setting that is not used here may',
  'change a line. An attack counts as held when it did not work, for whatever reason: where the project cannot be written,',
  'nothing can be planted in it. *broken* means that something which works outside does not work inside.',
  '',
  'What no line shows: by default `jail` leaves the network open, and then the services on the loopback of the host are in',
  'reach, which srt and codex refuse by default; both can let single hosts through, which `jail` cannot yet. srt and codex',
  'confine single commands of an agent and let them read most of the home folder on purpose. firejail has profiles for',
  'hundreds of desktop programs. docker and podman show the files of an image in place of those of the machine, so nothing is',
  'claimed there about the programs and accounts of the machine, and the tools inside are those of the image.',
  '',
  ...found.map(
    ({ peer, version, error }) =>
      `- **${peer.name}** (${version}): ${peer.how}${error ? `. **Could not be run here**: ${error}` : ''}`,
  ),
  '',
  '## By area: how many of the claims hold',
  '',
  ...head('area'),
  ...Object.entries(AREAS).map(([area, what]) =>
    row([`${area}: ${what}`, ...found.map((one) => areaCell(one, area))]),
  ),
  '',
  '## By probe',
  '',
  ...head('claim'),
  ...ids.map(({ id, claim }) =>
    row([
      `${claim.replaceAll('|', '\\|')} (\`${id}\`)`,
      ...found.map(({ probes }) => CELLS[probes.find((probe) => probe.id === id)?.verdict ?? ''] ?? '–'),
    ]),
  ),
  '',
  '`?` proves nothing: the control outside did not work either. `–` is not claimed there, or was not tried.',
  '',
]
writeFileSync(join(root, 'docs/comparison.md'), lines.join('\n'))
console.error('compare: wrote docs/comparison.md')
