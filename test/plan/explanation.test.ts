import { describe, expect, test } from 'bun:test'
import { decideVariable } from '../../src/plan/decide-variable.ts'
import { boxOf, explain } from '../../src/plan/explanation.ts'
import { decideHost, networkOf } from '../../src/plan/reach.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decideOn } from '../hosts/decide.ts'
import { MACHINES, readMachine } from '../hosts/machine.ts'
import { decide, type Small } from '../hosts/small.ts'

const FOLDER = 'folder 0755 1000 1000'
const BASE: LayerFile = { read: { '/bin': 'programs' }, write: { '.': 'the project' } }

function whyTextOf(layers: readonly LayerFile[], small: Small = {}): string {
  const op = decide(layers, small).plan.ops.find(({ path }) => path === '/run/jail/why.json')
  return op?.kind === 'data' && op.content.kind === 'text' ? op.content.text : ''
}

describe('the variables of an explanation', () => {
  const cases = MACHINES.flatMap((name) => {
    const machine = readMachine(name)
    return Object.keys(machine.people).flatMap((person) =>
      ['base', 'claude', 'shell'].map((profile) => ({ name, machine, person, profile })),
    )
  })
  test.each(cases)('are those of the plan: $name $person $profile', ({ machine, person, profile }) => {
    const decided = decideOn({ machine, person, profile, command: 'sh' })
    const { environment } = explain(decided)
    const isInside = (how: string): boolean => ['passed', 'set', 'fixed'].includes(how)
    const names = environment.filter(({ how }) => isInside(how)).map(({ name }) => name)
    expect(names).toEqual([...decided.plan.env.keys()])
    const outside = environment.filter(({ how }) => !isInside(how)).map(({ name }) => name)
    const callers = Object.keys(decided.facts.caller.env)
    expect(outside).toEqual(callers.filter((name) => !decided.plan.env.has(name)).toSorted())
    const dropped = environment.filter(({ how }) => how === 'dropped').map(({ name }) => name)
    expect(dropped).toEqual([...decided.plan.droppedEnv].toSorted())
  })
  test.each(cases)('have no value: $name $person $profile', ({ machine, person, profile }) => {
    const decided = decideOn({
      machine,
      person,
      profile,
      command: 'sh',
      flags: { env: ['MADE=made-secret'] },
    })
    const text = JSON.stringify(explain(decided))
    const secrets = Object.values(decided.facts.caller.env).filter((value) => value.includes('secret'))
    expect(secrets.length).toBeGreaterThan(0)
    for (const secret of [...secrets, 'made-secret']) expect(text).not.toContain(secret)
  })
})

describe('a question about a variable', () => {
  const env = {
    TOKEN: 'x',
    LC_ALL: 'C',
    NODE_OPTIONS: 'x',
    CERT: '/home/eve/ca',
    'A.B': '1',
    HOME: '/home/eve',
  }
  const file: LayerFile = {
    env: { pass: ['LC_*', 'CERT', 'UNSET', 'HOME'], set: { JAIL: '1', LC_X: 'y' } },
  }
  const explanation = explain(decide([BASE, file], { env, entries: { '/home/eve/ca': FOLDER } }))
  test.each([
    ['LC_ALL', 'passed', 'LC_ALL is passed with the value that it has outside (passed by LC_*) [layer 1].'],
    ['JAIL', 'set', 'JAIL is set to a value of the policy, whatever it is outside [layer 1].'],
    ['HOME', 'fixed', 'HOME is made by jail: who you are.'],
    ['PATH', 'fixed', 'PATH is made by jail: your PATH, cut to the folders that are visible inside.'],
    [
      'CERT',
      'dropped',
      'CERT is not passed, although layer 1 asks for it: its value is a path that is hidden inside, or no UTF-8.',
    ],
    ['TOKEN', 'withheld', 'TOKEN is not passed: nothing of the policy passes it.'],
    [
      'NODE_OPTIONS',
      'withheld',
      'NODE_OPTIONS is not passed: passed by its full name only, because it can make programs load or run something.',
    ],
    ['A.B', 'withheld', 'A.B is not passed: no shell takes such a name, so nothing passes it.'],
    ['UNSET', 'unset', 'UNSET is not set outside; if it were, it would be passed (by UNSET) [layer 1].'],
    ['LC_TIME', 'unset', 'LC_TIME is not set outside; if it were, it would be passed (by LC_*) [layer 1].'],
    ['OTHER', 'unset', 'OTHER is not set outside, and nothing of the policy would pass it.'],
    [
      'LD_PRELOAD',
      'unset',
      'LD_PRELOAD is not set outside, and it would be passed by its full name only, because it can make programs load or run something.',
    ],
    [
      'SSH_AUTH_SOCK',
      'unset',
      'SSH_AUTH_SOCK is not set outside, and it would be passed by its full name only, because it leads to a socket of the host.',
    ],
  ] as const)('%s: %s', (name, how, sentence) => {
    expect(decideVariable(explanation, name)).toMatchObject({ name, how, sentence })
  })
  test.each([
    ['TOKEN', 'To pass it: --env TOKEN.'],
    ['CERT', 'To pass it, show that path: --read "$CERT".'],
    ['PATH', undefined],
  ])('%s: what to type', (name, fix) => {
    expect(decideVariable(explanation, name).fix).toBe(fix as string)
  })
})

describe('a question about a host', () => {
  test.each([
    ['open', 'api.example.com', 'api.example.com can be reached: the network is that of this machine.'],
    ['open', 'localhost:5432', 'localhost:5432 can be reached: it is the loopback of this machine itself.'],
    ['open', '127.0.0.2', '127.0.0.2 can be reached: it is the loopback of this machine itself.'],
    ['open', '[::1]:80', '[::1]:80 can be reached: it is the loopback of this machine itself.'],
    ['open', '127.example.com', '127.example.com can be reached: the network is that of this machine.'],
    [
      'none',
      'api.example.com',
      'api.example.com cannot be reached: there is no network but the loopback of the box.',
    ],
    ['none', 'localhost', "localhost is the box's own loopback: only what runs in the box listens there."],
    [
      'none',
      '10.0.0.1:22',
      '10.0.0.1:22 cannot be reached: there is no network but the loopback of the box.',
    ],
  ] as const)('%s: %s', (mode, host, sentence) => {
    expect(decideHost(networkOf(mode), host).sentence).toBe(sentence)
  })
  test.each([
    ['open', /loopback of this machine/],
    ['none', /loopback of the box only/],
  ] as const)('%s says what becomes of the loopback', (mode, words) => {
    expect(networkOf(mode).reach.join(' ')).toMatch(words)
  })
})

describe('what travels into the box', () => {
  test.each([
    ['a key', { '/home/eve/.ssh': FOLDER }],
    ['another project', { '/home/eve/work': FOLDER, '/home/eve/work/acme': FOLDER }],
  ] as [string, Record<string, string>][])('is the same whether %s is there or not', (_, entries) => {
    const hide: LayerFile = {
      hide: { '~/.ssh': 'keys', '~/work': 'mine' },
      protect: { '~/work/acme': 'a client' },
    }
    expect(whyTextOf([BASE, hide], { entries })).toBe(whyTextOf([BASE, hide]))
  })
  test('names no place that is hidden in a hidden place, nor a value of a variable', () => {
    const file: LayerFile = {
      hide: { '~/work/acme': 'a client' },
      env: { pass: ['TOKEN'], set: { X: 'set-secret' } },
    }
    const text = whyTextOf([BASE, file], { env: { TOKEN: 'env-secret' } })
    expect(text).not.toMatch(/acme|client|secret/)
    expect(text).toContain('/home/eve/p')
  })
  test.each([
    ['nothing', null],
    ['a list', []],
    ['another version', { version: 2 }],
    ['no places', { version: 1, profile: 'x', home: '/h', project: '/p', skipped: [] }],
    [
      'a place without a path',
      { version: 1, profile: 'x', home: '/h', project: '/p', skipped: [], ops: [{}], own: [] },
    ],
    [
      'a place that leads to a number',
      {
        version: 1,
        profile: 'x',
        home: '/h',
        project: '/p',
        skipped: [],
        own: [],
        ops: [{ path: '/x', kind: 'symlink', why: '', from: '', to: 1 }],
      },
    ],
  ])('is not taken when it is %s', (_, data) => {
    expect(boxOf(data)).toBeUndefined()
  })
})
