import { describe, expect, test } from 'bun:test'
import { explain } from '../../src/plan/explanation.ts'
import { effectivePolicy } from '../../src/policy/effective.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { configText } from '../../src/ui/config-text.ts'
import { explainText } from '../../src/ui/explain-text.ts'
import { decideOn } from '../hosts/decide.ts'
import { readMachine } from '../hosts/machine.ts'
import { decide, type Small } from '../hosts/small.ts'

const FOLDER = 'folder 0755 1000 1000'
const BASE: LayerFile = { description: 'a test', read: { '/bin': 'programs' }, write: { '.': 'the project' } }
const ENTRIES: Small['entries'] = {
  '/home/eve/p/sub': FOLDER,
  '/home/eve/p/keys': FOLDER,
  '/home/eve/s': FOLDER,
}

const text = (layer: LayerFile, more: { all?: boolean; small?: Small } = {}): string =>
  explainText(explain(decide([BASE, layer], { entries: ENTRIES, ...more.small })), { all: more.all ?? false })

/** The lines below a title, without their two spaces. */
function below(lines: string, title: string): string[] {
  const all = lines.split('\n')
  const at = all.findIndex((line) => line.startsWith(title))
  const end = all.indexOf('', at)
  return at < 0 ? [] : all.slice(at + 1, end < 0 ? undefined : end).map((line) => line.slice(2))
}

test('the text begins with the profile, and with what would start', () => {
  expect(text({})).toStartWith('test: a test\nWould start in /home/eve/p.\n\n')
})

test('and names the program of a profile that has one', () => {
  expect(text({ command: 'sh' })).toContain('\nWould start /bin/sh in /home/eve/p.\n')
})

describe('the text for a person has', () => {
  test.each([
    ['the project', {}, 'The project', ['~/p  the project  [layer 0]']],
    ['what else is writable', { write: { '~/s': 'state' } }, 'Writable', ['~/s  state  [layer 1]']],
    ['what is read-only', {}, 'Read-only', ['/bin  programs  [layer 0]']],
    ['scratch space', {}, 'Scratch', ['~  /run  /tmp  /var/tmp  /dev/shm']],
    ['what is protected', { protect: { './sub': 'it runs' } }, 'Protected', ['~/p/sub  it runs  [layer 1]']],
    ['what is hidden', { hide: { './keys': 'keys' } }, 'Hidden', ['~/p/keys  keys  [layer 1]']],
    ['what is closed, too', { hide: { '~/x': 'keys', '~/y': 'keys' } }, 'Closed', ['~/x  ~/y']],
    [
      'rules without effect, as a number',
      { read: { '/none': 'x' } },
      'Rules',
      ['1 of the profile, for what is not on this machine (all: --verbose)'],
    ],
    ['variables by name', { env: { set: { B: '1', A: '2' } } }, 'Variables set', ['A  B']],
  ] as [string, LayerFile, string, string[]][])('%s', (_, layer, title, lines) => {
    const found = below(text(layer), title)
    expect(found.slice(0, lines.length)).toEqual(lines)
  })
  test.each([
    ['a rule without effect', 'Rules', 'read /none  it does not exist  [layer 1]'],
    ['the reason of a variable', 'Variables set', 'A  set to a value of its own  [layer 1]'],
    ['what jail makes', 'Made by jail', '/proc               processes of the box only  [jail itself]'],
  ])('with --verbose: %s', (_, title, line) => {
    const lines = below(text({ read: { '/none': 'x' }, env: { set: { A: '1' } } }, { all: true }), title)
    expect(lines).toContain(line)
  })
  test('no line that a name makes', () => {
    const name = '/home/eve/s/a\nHidden: \x1b[2J'
    const shown = text({ read: { [name]: 'x\ny' } }, { small: { entries: { ...ENTRIES, [name]: FOLDER } } })
    expect(shown).toContain('~/s/a\\x0aHidden: \\x1b[2J')
    expect(shown.split('\n').filter((line) => line.startsWith('y') || line.startsWith('Hidden'))).toEqual([])
  })
  test('a bwrap that is missing, and why a start would stop', () => {
    const change = { bwrap: { known: false, why: 'absent' } } as const
    const refused = [{ id: 'x', what: 'It is absent.', fix: 'Install it.' }]
    const shown = explainText(explain(decide([BASE], {}, change), refused), { all: false })
    expect(below(shown, 'A start would stop')).toEqual(['It is absent.', 'Install it.'])
    expect(shown).toContain('bubblewrap cannot be used: absent.')
  })
})

test('short by default: the whole system is one group', () => {
  const decided = decideOn({ machine: readMachine('debian-12'), person: 'ana', profile: 'claude' })
  const explanation = explain(decided)
  const [short, long] = [false, true].map((all) => explainText(explanation, { all }))
  expect(short?.split('\n').length).toBeLessThan(110)
  for (const place of explanation.places) expect(long).toContain(place.path.replace('/home/ana', '~'))
  for (const { name } of explanation.environment) expect(short).toContain(name)
})

test('the policy as text has each value with its place', () => {
  const { policy } = decide([BASE, { env: { set: { A: '1' } }, accept: { seccomp: 'why not' } }])
  const layers = [{ from: 'layer 0', file: BASE }]
  const lines = configText(effectivePolicy(policy, layers), '/home/eve')
  expect(lines).toStartWith('The policy of test, from: layer 0\n\nvalues:\n  description: a test')
  expect(below(lines, 'read:')).toEqual(['/bin  programs  [layer 0]'])
  expect(below(lines, 'write:')).toEqual(['~/p  the project  [layer 0]'])
  expect(below(lines, 'env.set:')).toEqual(['A=1  [layer 1]'])
  expect(below(lines, 'accept:')[0]).toStartWith('seccomp  why not')
})
