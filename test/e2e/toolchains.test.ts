import { afterAll, afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { agentPath, PREFIX } from './support/agents.ts'
import { Box, IS_ROOT } from './support/box.ts'
import { below, type Layout, makeNodePrefix, unpackedNode } from './support/layout.ts'
import { LAYOUTS } from './support/layouts.ts'
import { type Report, Tree } from './support/tree.ts'

let box: Box
beforeEach(() => {
  box = new Box()
})
afterEach(() => {
  box.remove()
  if (opt !== undefined) rmSync(join(opt, 'node-v22.1.0'), { recursive: true, force: true })
})

// Only root can make a folder in /opt; it is a place that every box shows.
const opt = IS_ROOT ? mkdtempSync('/opt/jail-e2e-') : undefined
afterAll(() => {
  if (opt !== undefined) rmSync(opt, { recursive: true, force: true })
})
const inOpt = (): Layout => {
  const layout = unpackedNode(opt ?? '', 'Node unpacked in /opt, through links')
  return { ...layout, seen: layout.seen.filter((path) => !path.startsWith('/')) }
}

/** /opt in place of /nix/store: both are shown in every box, and the way there goes through links of the home. */
const nixProfile = (): Layout => ({
  name: 'a profile of Nix, which is links to a place that every box shows',
  make: (home) => {
    makeNodePrefix(home, `${opt}/node-v22.1.0`)
    home.link('.local/state/nix/profiles/profile-1-link', `${opt}/node-v22.1.0`)
    home.link('.local/state/nix/profiles/profile', 'profile-1-link')
    home.link('.nix-profile', home.at('.local/state/nix/profiles/profile'))
  },
  path: '.nix-profile/bin',
  seen: ['.nix-profile', ...below('.local/state/nix/profiles', ['profile', 'profile-1-link'])],
  beside: ['.local/state/nix/secret', '.config/nix/nix.conf'],
  runner: `${opt}/node-v22.1.0/bin/node`,
})

describe.each([
  ...LAYOUTS,
  unpackedNode('../opt', 'Node unpacked in a folder of its own, through links'),
  ...(opt === undefined ? [] : [inOpt(), nixProfile()]),
])('$name', (layout) => {
  const report = (out: string): Report => JSON.parse(out)
  let tree: Tree
  beforeEach(() => {
    tree = new Tree(box)
    layout.make(tree)
    for (const path of layout.beside) tree.file(path, 'a secret')
    box.env['PATH'] = agentPath(tree.at(layout.path))
    for (const [name, path] of Object.entries(layout.env ?? {})) box.env[name] = tree.at(path)
  })

  test('starts a program inside, and shows what it needs and nothing beside it', () => {
    const words = ['tool', '--flag', 'two words', '']

    const control = box.command(words)
    expect(control).toMatchObject({ code: 0, err: '' })
    const outside = report(control.out)
    expect(outside.files).toEqual(expect.arrayContaining([...layout.seen, ...layout.beside]))
    expect(outside.refused).toBe('')

    const done = box.jail(['run', ...words])
    expect(done).toMatchObject({ code: 0, err: '' })
    const inside = report(done.out)
    expect(inside.files.sort()).toEqual([...layout.seen].sort())
    expect(inside).toMatchObject({ args: words.slice(1), runner: outside.runner, refused: 'EROFS' })
    for (const [name, path] of Object.entries(layout.env ?? {})) expect(inside.env[name]).toBe(tree.at(path))
    if (layout.runner !== undefined) expect(inside.runner).toBe(tree.at(layout.runner))
  })

  test(`is ${layout.alone ? 'hidden from' : 'on PATH for'} a command from elsewhere`, () => {
    const done = box.run('tool')
    if (layout.alone) {
      expect(done.code).toBe(127)
      return
    }
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(report(done.out).files.sort()).toEqual([...layout.seen].sort())
  })
})

describe('a real agent says its version', () => {
  const MODULES = join(PREFIX, 'lib/node_modules')
  const CLAUDE = '@anthropic-ai/claude-code'
  const GEMINI = '@google/gemini-cli'
  const COPY = { recursive: true, verbatimSymlinks: true } as const

  const INSTALLS = [
    [
      'gemini, a script that starts itself again, installed by the npm of an nvm',
      (home: Tree) => {
        home.node('.nvm/versions/node/v22.1.0/bin/node')
        cpSync(join(MODULES, GEMINI), home.at(`.nvm/versions/node/v22.1.0/lib/node_modules/${GEMINI}`), COPY)
        home.link('.nvm/versions/node/v22.1.0/bin/gemini', `../lib/node_modules/${GEMINI}/bundle/gemini.js`)
      },
      { agent: 'gemini', name: GEMINI, path: '.nvm/versions/node/v22.1.0/bin' },
    ],
    [
      'claude, a program, installed in an npm prefix as `npm link` does',
      (home: Tree) => {
        home.link(`.npm-global/lib/node_modules/${CLAUDE}`, join(MODULES, CLAUDE))
        home.link('.npm-global/bin/claude', `../lib/node_modules/${CLAUDE}/bin/claude.exe`)
      },
      { agent: 'claude', name: CLAUDE, path: '.npm-global/bin' },
    ],
    [
      'claude, installed by its own installer',
      (home: Tree) => {
        home.program('.local/share/claude/versions/2.1', join(MODULES, CLAUDE, 'bin/claude.exe'))
        home.link('.local/bin/claude', home.at('.local/share/claude/versions/2.1'))
      },
      { agent: 'claude', name: CLAUDE, path: '.local/bin' },
    ],
  ] as const

  test.each(INSTALLS)('%s', (_, make, { agent, name, path }) => {
    const tree = new Tree(box)
    make(tree)
    tree.file('.local/share/other/secret', 'a secret')
    box.env['PATH'] = agentPath(tree.at(path))
    const { version } = JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8'))
    expect(box.command([agent, '--version']).out).toContain(version)
    expect(box.jail(['run', agent, '--version'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(version),
    })
    expect(box.run('cat ~/.local/share/other/secret').code).not.toBe(0)
  })
})
