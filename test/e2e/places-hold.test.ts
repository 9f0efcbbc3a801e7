import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Box, type Done, IS_ROOT, JAIL, LONG, until } from './support/box.ts'

/** A hostile program against one protected and one hidden place. Each script works without a jail: that is its control. */
const SECRET = 'secret-7c2e'
const PRIVATE = 'private-91d4'
const JAIL_RUN = [JAIL, 'run']
const HIDES = [
  '--hide',
  './keys',
  '--hide',
  './deep/in/token',
  '--write',
  '../granted',
  '--hide',
  '../granted/keys',
]

let box: Box
beforeEach(() => {
  box = new Box()
  lay(box)
})
afterEach(() => box.remove())

function lay(one: Box): void {
  const plant = (path: string, text: string) => one.plant(path, `${text}\n`)
  plant('src/project/.envrc', 'kept')
  plant('src/project/.vscode/tasks.json', 'kept')
  plant('src/project/.git/config', 'kept')
  plant('src/project/.git/hooks/pre-commit', 'kept')
  for (const path of ['src/project/keys/key', 'src/project/deep/in/token', 'src/granted/keys/key'])
    plant(path, SECRET)
}

const PROTECTED = ['.envrc', '.vscode/tasks.json', '.git/config', '.git/hooks/pre-commit']

/** What the host finds where it looks for what runs there. */
const onHost = (project = box.project) =>
  PROTECTED.map((path) =>
    existsSync(join(project, path)) ? readFileSync(join(project, path), 'utf8') : 'gone',
  )

type Attack = readonly [what: string, script: string]

/** Tries all of them in one box, one after the other: what each printed, with a look behind it, and the host at the end. */
function inOneBox(attacks: readonly Attack[], look: string, options: readonly string[] = []) {
  let found: { readonly each: readonly string[]; readonly host: readonly string[] } | undefined
  beforeAll(() => {
    const one = new Box()
    lay(one)
    const { out } = one.run(attacks.map(([, script]) => `(${script})\n${look}\necho ==`).join('\n'), options)
    const each = out.split('==\n').slice(0, -1)
    expect(each.length).toBe(attacks.length)
    found = { each, host: onHost(one.project) }
    one.remove()
  })
  return () => found ?? { each: [], host: [] }
}

describe('what is protected is the same on the host after', () => {
  const ATTACKS = [
    ['a write', 'echo evil >.envrc'],
    ['an addition', 'echo evil >>.vscode/tasks.json'],
    ['an emptying', 'true >.git/config'],
    ['a change in place', 'sed -i s/kept/evil/ .envrc'],
    ['unlinking and making it anew', 'rm -f .envrc; echo evil >.envrc'],
    ['a rename of the file', 'mv .envrc aside; echo evil >.envrc'],
    ['another file renamed over it', 'echo evil >new; mv -f new .envrc'],
    ['a link renamed over it', 'echo evil >new; ln -s new link; mv -fT link .envrc'],
    ['a rename of its folder', 'mv .vscode aside; mkdir .vscode; echo evil >.vscode/tasks.json'],
    ['a rename of a folder above it', 'mv .git aside; mkdir -p .git; echo evil >.git/config'],
    [
      'a copy of the folder above, and a swap',
      'cp -r .git other; echo evil >other/config; mv .git old; mv other .git',
    ],
    ['a rename of the project', 'cd ..; mv project old; mkdir project; echo evil >project/.envrc'],
    [
      'a rename of the folder above the project',
      'cd ../..; mv src old; mkdir -p src/project; echo evil >src/project/.envrc',
    ],
    ['a hard link and a write by it', 'ln -f .envrc hard; echo evil >hard'],
    ['a hard link of the folder’s file', 'ln -f .vscode/tasks.json hard; echo evil >hard'],
    ['a symbolic link and a write by it', 'ln -sf .envrc soft; echo evil >soft'],
    ['a write by /proc/self/root', 'echo evil >/proc/self/root"$PWD"/.envrc'],
    ['a write by /proc/self/cwd', 'echo evil >/proc/self/cwd/.envrc'],
    ['a write by an inherited folder', 'exec 3<.; cd /; echo evil >/proc/self/fd/3/.envrc'],
    ['a write by the current folder of another process', 'sleep 9 & echo evil >/proc/$!/cwd/.envrc; kill $!'],
    [
      'a write by the root of another process',
      'sleep 9 & echo evil >/proc/$!/root"$PWD"/.git/config; kill $!',
    ],
    ['a file opened for reading and again for writing', 'exec 3<.envrc; echo evil >/proc/self/fd/3'],
    ['a change of its mode, then a write', 'chmod 666 .envrc; echo evil >.envrc'],
  ] as const

  const found = inOneBox(ATTACKS, `cat ${PROTECTED.join(' ')}`)

  test.each(ATTACKS.map(([what, script], at) => [what, script, at] as const))(
    '%s; without a jail it is not',
    (_, script, at) => {
      expect(found().each[at]).toBe('kept\n'.repeat(PROTECTED.length))
      expect(found().host).toEqual(PROTECTED.map(() => 'kept\n'))
      box.outside(script)
      expect(onHost()).not.toEqual(PROTECTED.map(() => 'kept\n'))
    },
  )
})

describe('what is hidden is not read by', () => {
  const ATTACKS = [
    ['its name', 'cat keys/key deep/in/token ../granted/keys/key'],
    ['a search of the project', 'grep -rhs secret- . ../granted'],
    ['a rename of the folder', 'mv keys seen; cat seen/key'],
    ['a rename of a folder above', 'mv deep seen; cat seen/in/token'],
    ['a rename of the project', 'mv ../project ../seen; cat ../seen/keys/key'],
    ['a rename in a granted folder', 'mv ../granted/keys ../granted/seen; cat ../granted/seen/key'],
    [
      'taking what stands in its place away',
      'rm -rf deep/in/token.old; mv deep/in/token deep/in/token.old; cat deep/in/token*',
    ],
    ['a hard link', 'ln deep/in/token hard; cat hard'],
    ['a hard link from a granted folder', 'ln ../granted/keys/key ../granted/hard; cat ../granted/hard'],
    ['a symbolic link', 'ln -s keys/key soft; ln -s "$PWD/keys" folder; cat soft folder/key'],
    ['/proc/self/root', 'cat /proc/self/root"$PWD"/keys/key'],
    ['/proc/self/cwd', 'cat /proc/self/cwd/deep/in/token'],
    ['an inherited folder', 'exec 3<.; cd /; cat /proc/self/fd/3/keys/key'],
    ['the current folder of another process', 'sleep 9 & cat /proc/$!/cwd/keys/key; kill $!'],
    [
      'the root of another process',
      'cat /proc/1/root"$PWD"/keys/key; sleep 9 & cat /proc/$!/root"$PWD"/keys/key; kill $!',
    ],
  ] as const

  const found = inOneBox(ATTACKS, 'true', HIDES)

  test.each(ATTACKS.map(([what, script], at) => [what, script, at] as const))(
    '%s; without a jail it is',
    (_, script, at) => {
      expect(found().each[at]).not.toContain(SECRET)
      expect(box.outside(script).out).toContain(SECRET)
    },
  )

  test('links that were planted before the start', () => {
    box.outside('ln -s keys soft; ln -s "$PWD/deep/in/token" token; ln -s ../../../.. .vscode/up')
    const script = `cat soft/key token .vscode/up"$PWD"/keys/key; echo end`
    expect(box.run(script, HIDES).out).toBe('end\n')
    expect(box.outside('cat soft/key token').out).toBe(`${SECRET}\n${SECRET}\n`)
  })
})

describe('mounts over and under', () => {
  const MOUNTS = [
    ['over it', 'mount --bind evil .envrc', 'cat .envrc'],
    [
      'of the folder around it, without what is mounted in it',
      'mount --bind . /tmp/m',
      'cat /tmp/m/keys/key',
    ],
    ['taken away', 'umount .envrc; umount keys; umount deep/in/token', 'cat keys/key'],
    ['made writable again', 'mount -o remount,bind,rw .envrc', 'echo evil >.envrc'],
    [
      'with a root of its own',
      'mkdir -p /tmp/m/old; mount --bind . /tmp/m; cd /tmp/m; pivot_root . old',
      'cat keys/key',
    ],
  ] as const
  const script = (mount: string, then: string) =>
    `echo evil >evil; mkdir -p /tmp/m; unshare -Urm sh -c '${mount}; ${then}; echo evil >.envrc'; echo end`

  test.each(MOUNTS)('%s are refused', (_, mount, then) => {
    const done = box.run(script(mount, then), HIDES)
    expect([done.out, done.err.includes('unshare')]).toEqual(['end\n', true])
    expect(onHost()).toEqual(PROTECTED.map(() => 'kept\n'))
  })

  const why = IS_ROOT ? ' (skipped: only an ordinary user has namespaces of its own inside)' : ''
  test.skipIf(IS_ROOT).each(MOUNTS)(
    `%s change nothing for the host and show nothing with nested: true${why}`,
    (_, mount, then) => {
      box.plant('.config/jail/profiles/deep.yaml', 'extends: [base]\nnested: true\n')
      const words = ['run', '--profile', 'deep', ...HIDES, '--', 'sh', '-c', script(mount, then)]
      const done = box.jail(words)
      expect(done.out).toEndWith('end\n')
      expect(done.err).not.toContain('unshare failed')
      expect(done.out).not.toContain(SECRET)
      expect(onHost()).toEqual(PROTECTED.map(() => 'kept\n'))
    },
  )
})

describe('a second jail in the same project', () => {
  /** Runs one script in a jail while another one, with other options, waits for it. */
  const beside = async (
    first: string,
    options: readonly string[],
    second: string,
    others: readonly string[] = [],
  ): Promise<Done> => {
    const child = box.start([...JAIL_RUN, ...options, '--', 'sh', '-c', `: >ready; read go; ${first}`])
    await until('the first jail', () => (existsSync(join(box.project, 'ready')) ? true : undefined))
    const done = box.run(`${second}; echo end`, others)
    expect(done.out).toEndWith('end\n')
    child.stdin.write('go\n')
    child.stdin.end()
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    return { code, out, err }
  }

  test('does not uncover what the first hides, and the first not what the second hides', async () => {
    const both = 'cat keys/key deep/in/token; mv deep seen; cat seen/in/token'
    const first = await beside(`${both}; echo end`, HIDES, 'cat .envrc', ['--hide', './.envrc'])
    expect(first.out).toBe('end\n')
  })

  test('keeps what both protect', async () => {
    const attack = 'mv .git aside; mv .envrc aside; rm -rf .vscode; echo evil >.envrc; echo evil >.git/config'
    await beside(`${attack}; echo end`, [], attack)
    expect(onHost()).toEqual(PROTECTED.map(() => 'kept\n'))
  })

  test('that may do more can move what the first hides: then the first sees what stands in its place', async () => {
    // A rename in another mount namespace takes a mount point along (rename(2)): SECURITY.md names it.
    const first = await beside(
      'cat keys/key; cat moved/key; echo end',
      ['--hide', './keys'],
      'mv keys moved; mkdir keys; echo theirs >keys/key',
    )
    expect(first.out).toBe('theirs\nend\n')
  })
})

describe('what one run planted does not widen the next:', () => {
  const outside = (path: string) => join(box.home, 'private', path)
  beforeEach(() => {
    for (const path of ['file', 'bin/tool', 'lib/python3/x', 'tasks.json'])
      box.plant(outside(path), `${PRIVATE}\n`, 0o755)
  })
  /** Everything that can be read below the private folder or through the project. */
  const LOOK =
    'cat ~/private/file ~/private/*/*; cat ./*/* ./.*/* ./* 2>&-; find . -type l -exec cat {} + 2>&-; echo end'

  test.each<readonly [string, string, readonly string[]]>([
    ['a link in a granted folder', 'ln -s ~/private ../granted/link', ['--write', '../granted']],
    ['a link in the project', 'ln -s ~/private link', []],
    [
      'a link in the place of a protected path that was absent',
      'ln -s ~/private .idea; ln -s ~/private/file .mcp.json',
      [],
    ],
    [
      'a link where an agent’s settings are looked for',
      'ln -s ~/private .claude; ln -s ~/private .codex',
      [],
    ],
    [
      'a git folder that leads elsewhere',
      'mkdir sub; echo "gitdir: $HOME/private" >sub/.git; ln -s ~/private sub/.githooks',
      [],
    ],
    [
      'a link in the place of an environment of Python',
      'mkdir -p .venv/bin; ln -s ~/private/bin/tool .venv/bin/python; printf "home = $HOME/private/bin\\n" >.venv/pyvenv.cfg',
      [],
    ],
    [
      'a link in the cache',
      'mkdir -p ~/.cache; ln -s ~/private ~/.cache/link; ln -s ~/private ~/.cache/npm',
      [],
    ],
    ['a folder of PATH that is a link', 'mkdir -p node_modules; ln -s ~/private/bin node_modules/.bin', []],
    ['settings of jail', 'printf "read:\\n  ~/private: mine\\n" >.jail.yaml', []],
  ])('%s', (_, plant, options) => {
    box.run(plant, options)
    const env = { PATH: `${box.env['PATH']}:${box.project}/node_modules/.bin:${box.project}/.venv/bin` }
    const next = box.run(LOOK, options, { env })
    // A project's file that opens something stops the start; the others do not.
    expect(next.code === 125 ? next.err : next.out).toMatch(/end\n$|have not allowed/)
    expect(next.out).not.toContain(PRIVATE)
    expect(box.outside('cat ~/private/file').out).toBe(`${PRIVATE}\n`)
  })

  test.each(['read', 'write', 'copy'])('a link in the place of what the person grants with --%s', (word) => {
    box.plant('src/project/given', 'mine\n')
    const run = () => box.run('cat given', [`--${word}`, './given'])
    expect(run().out).toBe('mine\n')
    box.run('rm given; ln -s ~/private/file given')
    const next = run()
    expect([next.code, next.out]).toEqual([125, ''])
    expect(next.err).toContain(
      `the link ${box.project}/given leads to ${outside('file')}, and the command can make such links`,
    )
  })

  test('a link in the place of what the settings of the person grant', () => {
    box.plant('.config/jail/config.yaml', 'read:\n  ./given: mine\n')
    box.plant('src/project/given/file', 'mine\n')
    expect(box.run('cat given/file').out).toBe('mine\n')
    // The box that has it cannot; another one in this project could.
    box.outside('rm -r given; ln -s ~/private given')
    const next = box.run('cat given/file; echo end')
    expect(next.out).toBe('end\n')
    expect(next.err).toContain(`is not given: the link ${box.project}/given leads to ${box.home}/private`)
  })
})

describe('a project that is renamed on the host while the command runs', () => {
  test(
    'is the same folder for the command, and nothing is made at the old name',
    async () => {
      const moved = join(box.home, 'src/moved')
      const child = box.start([
        ...JAIL_RUN,
        '--',
        'sh',
        '-c',
        ': >ready; read go; echo new >made; echo evil >.envrc; echo x >.mise.toml; pwd',
      ])
      await until('the command', () => (existsSync(join(box.project, 'ready')) ? true : undefined))
      renameSync(box.project, moved)
      child.stdin.write('go\n')
      child.stdin.end()
      const [out, err, code] = await Promise.all([
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
        child.exited,
      ])
      expect([code, out]).toEqual([0, `${box.project}\n`])
      expect(readFileSync(join(moved, 'made'), 'utf8')).toBe('new\n')
      expect(onHost(moved)).toEqual(PROTECTED.map(() => 'kept\n'))
      expect(existsSync(box.project)).toBe(false)
      expect(existsSync(join(moved, '.git/commondir'))).toBe(false)
      expect(err).toContain('jail: ')
    },
    LONG,
  )
})
