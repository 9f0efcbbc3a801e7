import type { Facts } from '../../src/host/facts.ts'
import { optionsOf } from '../../src/plan/encode.ts'
import { cacheFolder } from '../../src/plan/fixed.ts'
import { withGit } from '../../src/plan/git-rules.ts'
import { makePlan } from '../../src/plan/make.ts'
import type { Node, Nodes } from '../../src/plan/node.ts'
import { collectNodes } from '../../src/plan/nodes.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { questionsOf } from '../../src/plan/questions.ts'
import type { Layer } from '../../src/policy/layer.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { resolvePolicy } from '../../src/policy/resolve.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import type { Listing } from './listing.ts'
import { bwrapOf, factsOf, gitOf, type Machine, projectOf } from './machine.ts'

/** A machine with hardly anything on it, for tests that plant what they are about: eve, uid 1000, in /home/eve/p. */
const ENTRIES: Listing = {
  '/': 'folder 0755 0 0',
  '/bin': 'folder 0755 0 0',
  '/bin/sh': 'file 0755 0 0 100',
  '/etc': 'folder 0755 0 0',
  '/etc/resolv.conf': 'file 0644 0 0 50',
  '/home': 'folder 0755 0 0',
  '/home/eve': 'folder 0700 1000 1000',
  '/home/eve/p': 'folder 0755 1000 1000',
  '/run': 'folder 0755 0 0',
  '/tmp': 'folder 1777 0 0',
  '/var': 'folder 0755 0 0',
  '/var/tmp': 'folder 1777 0 0',
}

export type Small = {
  /** More entries, or others: null takes one away. */
  readonly entries?: Readonly<Record<string, string | null>>
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly bwrap?: Partial<Machine['bwrap']>
  /** Where the words of the layers stand, as if they came from files. */
  readonly at?: (word: string, entry?: string) => string
  /** jail's own program. */
  readonly self?: string
}

export function smallMachine({
  entries = {},
  env = {},
  cwd = '/home/eve/p',
  bwrap = {},
}: Small = {}): Machine {
  const all = Object.entries({ ...ENTRIES, ...entries })
  return {
    about: 'made for one test',
    bwrap: { path: '/usr/bin/bwrap', setuid: false, version: '0.8.0', options: ALL_OPTIONS, ...bwrap },
    landlock: 7,
    hostsFile: '',
    groups: { 1000: 'eve' },
    people: {
      eve: {
        account: { name: 'eve', uid: 1000, gid: 1000, comment: '' },
        groups: [1000],
        home: '/home/eve',
        shell: '/bin/sh',
        cwd,
        project: { path: '/home/eve/p', named: '/home/eve/p', why: 'cwd', id: 'p-1' },
        env: { HOME: '/home/eve', PATH: '/bin', ...env },
      },
    },
    entries: Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null)),
    starts: {},
    needs: {},
    secrets: [],
  }
}

/** What the plan looks for in bwrap. */
export const ALL_OPTIONS =
  '--bind-data --cap-drop --disable-userns --file --json-status-fd --perms --remount-ro --ro-bind --seccomp --size'

export type Made = {
  readonly policy: Policy
  readonly facts: Facts
  readonly places: Nodes
  readonly plan: Plan
  /** The place at a path of the box. */
  readonly at: (path: string) => Node | undefined
}

/** From layers to a plan on a small machine; `change` says what the facts are instead. */
export function decide(
  layers: readonly (LayerFile | Layer)[],
  small: Small = {},
  change: Partial<Facts> = {},
): Made {
  const machine = smallMachine(small)
  const named = layers.map((layer, index) =>
    'file' in layer ? layer : { from: `layer ${index}`, file: layer, ...(small.at ? { at: small.at } : {}) },
  )
  const asked = resolvePolicy('test', named, PLACES)
  const policy = withGit(asked, change.git ?? gitOf(machine, 'eve'), projectOf(machine, 'eve'))
  const cache = cacheFolder(PLACES.xdg.XDG_STATE_HOME, 'p-1')
  const facts = {
    ...factsOf(machine, 'eve', questionsOf(policy, { command: '/bin/sh', cache, home: PLACES.home })),
    ...change,
  }
  const places = collectNodes(policy, facts, cache)
  const bwrap = bwrapOf(machine)
  const start = {
    args: [],
    stateHome: PLACES.xdg.XDG_STATE_HOME,
    options: optionsOf(bwrap),
    bwrapVersion: bwrap.version,
    self: small.self,
  }
  const plan = makePlan(policy, facts, start)
  return { policy, facts, places, plan, at: (path) => places.nodes.get(path) }
}

export const PLACES = {
  home: '/home/eve',
  project: '/home/eve/p',
  xdg: {
    XDG_CONFIG_HOME: '/home/eve/.config',
    XDG_DATA_HOME: '/home/eve/.local/share',
    XDG_STATE_HOME: '/home/eve/.local/state',
    XDG_CACHE_HOME: '/home/eve/.cache',
  },
} as const
