import { describe, expect, test } from 'bun:test'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'

const FOLDER = 'folder 0755 1000 1000'
const BASE: LayerFile = {
  write: { './': 'the project' },
  protect: { './.git/hooks': 'git runs these' },
  network: 'open',
}
const entries = {
  '/home/eve/p/.git': FOLDER,
  '/home/eve/p/.git/hooks': FOLDER,
  '/home/eve/p/.git/config': 'file 0644 1000 1000 10',
  '/home/eve/p/docs': FOLDER,
  '/home/eve/s': FOLDER,
}

function brief(...files: LayerFile[]): string {
  const small: Small = { entries }
  const op = decide([BASE, ...files], small).plan.ops.find(({ path }) => path === '/run/jail/brief.md')
  return op?.kind === 'data' && op.content.kind === 'text' ? op.content.text : ''
}

describe('the agent is told', () => {
  test.each([
    ['which folder is the project', [], '- Project, writable: /home/eve/p\n'],
    ['what is kept', [{ write: { '~/s': 'x' } }], 'Kept after you end: /home/eve/p, /home/eve/s\n'],
    ['what is protected', [], 'Read-only in the project, because the host runs it later: .git/hooks\n'],
    ['that the network is open', [], 'The network is that of the machine.'],
    ['that there is no network', [{ network: 'none' }], 'There is no network but loopback.'],
    ['whom to ask', [], '--read PATH'],
    [
      'that git’s settings are read-only, and what lifts it',
      [{ protect: { './.git/config': 'x' } }],
      'jail run --write ./.git/config',
    ],
  ] as [string, LayerFile[], string][])('%s', (_, files, text) => {
    expect(brief(...files)).toContain(text)
  })

  test.each([
    ['that a pinned folder is kept apart from the project', [], /Kept after you end: .*\.git/],
    ['that there is no network when there is one', [], /no network/],
    ['that the network is open when there is none', [{ network: 'none' }], /that of the machine/],
    ['that git’s settings are read-only when they are not', [], /git config/],
    [
      'that git’s settings are read-only when a person lifted it',
      [{ protect: { './.git/config': 'x' } }, { write: { './.git/config': 'y' } }],
      /git config/,
    ],
    [
      'of a protection when nothing is protected',
      [{ protect: { './.git/hooks': null } }],
      /because the host runs it/,
    ],
    [
      'that the host runs what a person only made read-only',
      [{ read: { './docs': '--read docs' } }],
      /runs it later:.*docs/,
    ],
    [
      'that the home folder is hidden when it is shown',
      [{ read: { '~': '--read ~' } }],
      /home folder of the person is hidden/,
    ],
  ] as [string, LayerFile[], RegExp][])('but never %s', (_, files, text) => {
    expect(brief(...files)).not.toMatch(text)
  })
})

test('of hundreds of protected paths only the first are listed', () => {
  const names = Array.from({ length: 45 }, (_, at) => `/home/eve/p/f${at}`)
  const protect = Object.fromEntries(names.map((path) => [path, 'x']))
  const all = Object.fromEntries(names.map((path) => [path, 'file 0644 1000 1000 1']))
  const op = decide([{ write: { './': 'p' }, protect }], { entries: all }).plan.ops.find(
    ({ path }) => path === '/run/jail/brief.md',
  )
  const text = op?.kind === 'data' && op.content.kind === 'text' ? op.content.text : ''
  expect(text).toContain('f39, and 5 more\n')
})
