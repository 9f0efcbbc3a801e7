import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { chmodSync, existsSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { agentPath } from './support/agents.ts'
import { Box } from './support/box.ts'
import { asdf } from './support/shims.ts'
import { type Report, Tree } from './support/tree.ts'

let box: Box
let tree: Tree
beforeEach(() => {
  box = new Box()
  tree = new Tree(box)
})
afterEach(() => {
  box.remove()
})

const report = (out: string): Report => JSON.parse(out)
const UV = '.local/share/uv/python'

describe('deno', () => {
  beforeEach(() => {
    tree.file('.deno/bin/tool', '#!/bin/sh\nexec deno run --allow-all npm:tool "$@"\n', 0o755)
    const script = `#!/bin/sh\nshift 3\nexec node "\${DENO_DIR:-$HOME/.cache/deno}/npm/tool/cli.js" "$@"\n`
    tree.file('.deno/bin/deno', script, 0o755)
    tree.file('.cache/secret', 'a secret')
    tree.file('.deno/secret', 'a secret')
    box.env['PATH'] = agentPath(tree.at('.deno/bin'))
  })

  test.each([
    [undefined, '.cache/deno'],
    ['deno-cache', 'deno-cache'],
  ])('a script that it installed finds its modules, read-only; DENO_DIR=%p', (moved, cache) => {
    tree.package(`${cache}/npm`)
    if (moved !== undefined) box.env['DENO_DIR'] = tree.at(moved)
    const done = box.jail(['run', 'tool', 'a b'])
    expect(done).toMatchObject({ code: 0, err: '' })
    const { files, args, refused } = report(done.out)
    const shown = [
      '.deno/bin/deno',
      '.deno/bin/tool',
      `${cache}/npm/tool/cli.js`,
      `${cache}/npm/tool/package.json`,
    ]
    expect([files.sort(), args, refused]).toEqual([shown.sort(), ['a b'], 'EROFS'])
  })

  test('for another command its cache is not shown', () => {
    tree.package('.cache/deno/npm')
    expect(box.run('cat ~/.deno/bin/tool && ls ~/.cache/deno').code).not.toBe(0)
    expect(box.run('cat ~/.deno/bin/tool').code).toBe(0)
  })
})

describe('the environment of a project', () => {
  beforeEach(() => {
    tree.node(`${UV}/cpython-3.12.1/bin/python3.12`)
    tree.file(`${UV}/cpython-3.12.1/lib/os.py`, '')
    tree.link(`${UV}/cpython-3.12`, 'cpython-3.12.1')
    tree.file(`${UV}/cpython-3.11.1/secret`, 'a secret')
    tree.file('src/project/.venv/pyvenv.cfg', '')
    tree.link('src/project/.venv/bin/python', tree.at(`${UV}/cpython-3.12/bin/python3.12`))
  })

  test.each([
    ['that is on PATH', true],
    ['that is not on PATH', false],
  ])('%s finds its Python, and takes new packages', (_, isOnPath) => {
    if (isOnPath) box.env['PATH'] = `${tree.at('src/project/.venv/bin')}:/usr/bin:/bin`
    const done = box.run('.venv/bin/python -p 6*7 && touch .venv/new && ls ~/.local/share/uv/python')
    expect(done).toEqual({ code: 0, out: '42\ncpython-3.12\ncpython-3.12.1\n', err: '' })
    expect(existsSync(join(box.project, '.venv/new'))).toBe(true)
  })

  test('shows nothing else when its Python is a link to something else', () => {
    tree.file('private/secret', 'a secret', 0o755)
    tree.link('src/project/venv/bin/python', tree.at('private/secret'))
    expect(readlinkSync(join(box.project, 'venv/bin/python'))).toBe(tree.at('private/secret'))
    expect(box.outside('cat venv/bin/python').code).toBe(0)
    expect(box.run('cat venv/bin/python').code).not.toBe(0)
  })
})

describe('a file of the project cannot open a place for the next start', () => {
  test.each([
    ['a script that names a program of a private folder', 'script'],
    ['a link to one', 'link'],
  ])('%s shows the program, and nothing beside it', (_, kind) => {
    tree.file('private/bin/runner', '#!/bin/sh\ncat "$(dirname "$0")/../lib/secret" || echo closed\n', 0o755)
    tree.file('private/lib/secret', 'a secret\n')
    if (kind === 'script') tree.file('src/project/start', `#!${tree.at('private/bin/runner')}\n`, 0o755)
    else tree.link('src/project/start', tree.at('private/bin/runner'))
    expect(box.outside(tree.at('private/bin/runner')).out).toBe('a secret\n')
    expect(box.jail(['run', './start']).out).toBe('closed\n')
    // Named by the person, the same program has its folder.
    expect(box.jail(['run', tree.at('private/bin/runner')]).out).toBe('a secret\n')
  })

  test('a script that names a file that is no program does not show it', () => {
    tree.file('private/notes', 'a secret\n')
    tree.file('src/project/start', `#!${tree.at('private/notes')}\n`, 0o755)
    expect(box.jail(['run', '--dry-run', './start']).out).not.toContain('private/notes')
    chmodSync(tree.at('private/notes'), 0o755)
    expect(box.jail(['run', '--dry-run', './start']).out).toContain('private/notes')
  })

  test('a script that names a program in a place of secrets', () => {
    tree.file('.ssh/rc', '#!/bin/sh\necho ran\n', 0o755)
    tree.file('src/project/start', `#!${tree.at('.ssh/rc')}\n`, 0o755)
    expect(box.outside('./start').out).toBe('ran\n')
    const done = box.jail(['run', './start'])
    expect([done.code, done.out]).toEqual([127, ''])
    expect(box.jail(['run', tree.at('.ssh/rc')]).out).toBe('ran\n')
  })

  test('a folder of PATH in the project that was made a link to somewhere else', () => {
    tree.file('private/pyvenv.cfg', 'a secret')
    tree.file('private/bin/x', '', 0o755)
    tree.link('src/project/env', tree.at('private'))
    box.env['PATH'] = `${tree.at('src/project/env/bin')}:/usr/bin:/bin`
    expect(box.run(`cat ${tree.at('private/pyvenv.cfg')}`).code).not.toBe(0)
    box.env['PATH'] = `${tree.at('private/bin')}:/usr/bin:/bin`
    expect(box.run(`cat ${tree.at('private/pyvenv.cfg')}`).out).toBe('a secret')
  })
})

test('what a manager says when no version is chosen reaches the person, with its exit code', () => {
  tree.file('.asdf/shims/tool', '#!/usr/bin/env bash\nexec ~/.asdf/bin/asdf exec tool "$@"\n', 0o755)
  tree.file('.asdf/bin/asdf', asdf(), 0o755)
  box.env['PATH'] = agentPath(tree.at('.asdf/shims'))
  const done = box.jail(['run', 'tool'])
  expect(done).toEqual({ code: 126, out: '', err: 'No version is set for command tool\n' })
})

const PYTHON = '/usr/bin/python3'
const makesVenv = existsSync(PYTHON) && Bun.spawnSync([PYTHON, '-c', 'import venv']).success
if (!makesVenv) process.stderr.write(`${PYTHON} cannot make environments here: a real one is not tried.\n`)

test.if(makesVenv)('a real environment of Python, as pipx makes it, starts its program', () => {
  const venv = tree.at('.local/share/pipx/venvs/tool')
  expect(box.command([PYTHON, '-m', 'venv', '--without-pip', venv]).code).toBe(0)
  const script = `#!${venv}/bin/python\nimport sys, json\nprint(json.dumps([sys.prefix, sys.argv[1:]]))\n`
  tree.file('.local/share/pipx/venvs/tool/bin/tool', script, 0o755)
  tree.link('.local/bin/tool', `${venv}/bin/tool`)
  tree.file('.local/share/pipx/venvs/other/secret', 'a secret')
  box.env['PATH'] = `${tree.at('.local/bin')}:/usr/bin:/bin`
  const done = box.jail(['run', 'tool', 'two words'])
  expect(done).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(done.out)).toEqual([venv, ['two words']])
})
