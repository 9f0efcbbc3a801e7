import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, LONG } from './support/box.ts'

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const NAMES = [
  ['spaces', ' a  b '],
  ['a newline', 'one\ntwo'],
  ['a newline at its end', 'end\n'],
  ['quotes', `it's "so"`],
  ['a dash in front', '-rf'],
  ['the name of an option', '--write'],
  ['signs of a shell', '$(touch x)`y`;&|<>'],
  ['a backslash', 'back\\slash\\n'],
  ['a tab and an escape sequence', '\t\x1b[31m'],
  ['a colon and a comma', 'a:b,c'],
  ['a tilde', '~'],
  ['a sign of comments', '#x'],
  ['a bracket', '[a-z]{1,2}'],
  ['letters of other scripts', 'Zoë 日本 🦊'],
  ['255 bytes', 'x'.repeat(255)],
] as const

describe.each([...NAMES])('a folder with %s in its name', (_, name) => {
  const SCRIPT = 'cat f && echo made >g && pwd'
  const made = () => {
    const folder = join(box.home, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'f'), 'content\n')
    return folder
  }

  test('is the project when it is the current one, and when it is named', () => {
    const cwd = made()
    const expected = { code: 0, out: `content\n${cwd}\n`, err: '' }
    expect(box.run(SCRIPT, [], { cwd })).toEqual(expected)
    expect(box.run(`cd "$P" && ${SCRIPT}`, ['--project', cwd, '--env', `P=${cwd}`])).toEqual(expected)
    expect(box.read(join('../..', name, 'g'))).toBe('made\n')
  })

  test('is shown by --read, writable by --write and closed by --hide', () => {
    const folder = made()
    const script = 'cat "$P/f"; echo new >"$P/new" && echo wrote'
    const run = (...options: string[]) => box.run(script, [...options, '--env', `P=${folder}`]).out
    expect(run()).toBe('')
    expect(run('--read', folder)).toBe('content\n')
    expect(run('--write', folder)).toBe('content\nwrote\n')
    expect(run('--write', box.project, '--write', folder, '--hide', join(folder, 'f'))).toBe('wrote\n')
  })
})

describe.each([...NAMES])('with %s in its name', (_, name) => {
  test('a home folder, a hidden file, a nested repository, a word and a value are what they are', () => {
    const home = join(box.top, 'homes', name)
    const cwd = join(home, 'p')
    const plant = (path: string, text: string) => box.plant(join(cwd, path), text)
    const short = name.slice(0, 240)
    plant(`${short}.pem`, 'key\n')
    plant(join(name, '.git/hooks/pre-commit'), 'kept\n')
    plant(join(name, '.git/HEAD'), 'ref: refs/heads/x\n')
    plant(join(name, '.git/config'), '[core]\n')
    const script = `cat ./*.pem; echo evil >"./$1/.git/hooks/pre-commit"; mv "./$1/.git" aside; printf '%s|' "$1" "$V" "$HOME" "$PWD"`
    const words = ['run', '--hide', './*.pem', '--env', 'V', '--', 'sh', '-c', script, 'sh', name]
    const done = box.jail(words, { cwd, env: { HOME: home, V: name } })
    expect([done.code, done.out]).toEqual([0, [name, name, home, cwd, ''].join('|')])
    expect(readFileSync(join(cwd, name, '.git/hooks/pre-commit'), 'utf8')).toBe('kept\n')
  })
})

/** Those that a shell, a terminal or a line of ours could take for something else. */
const STEERING = NAMES.filter(([, name]) => /[\n'$\\\t~]/.test(name))

describe.each(STEERING)('with %s in its name', (_, name) => {
  test('a new link is one line of the review, and a dry run can be pasted into bash', () => {
    const cwd = join(box.home, 'new', name)
    box.plant(join(cwd, 'f'), 'content\n')
    const run = box.run('ln -s /etc "./$N"', ['--env', 'N'], { cwd, env: { N: name } })
    const lines = run.err.trimEnd().split('\n')
    expect(lines.filter((line) => line.includes('is a new link out of the project'))).toHaveLength(1)
    expect(lines.every((line) => line.startsWith('jail: '))).toBe(true)
    const dry = box.jail(['run', '--dry-run', '--', 'cat', join(cwd, 'f')], { cwd })
    expect(box.command(['bash', '-c', dry.out], { cwd })).toMatchObject({ code: 0, out: 'content\n' })
  })
})

describe('a path of nearly 4,096 bytes, which is the most (PATH_MAX)', () => {
  const deep = (bytes: number): string => {
    let path = box.home
    while (path.length < bytes - 201) path += `/${'d'.repeat(199)}`
    return `${path}/${'e'.repeat(bytes - path.length - 1)}`
  }
  test.each([1000, 2000, 3900])('of %i bytes is shown as any other', (bytes) => {
    const folder = deep(bytes)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'f'), 'content\n')
    const done = box.run('cat "$P/f"', ['--read', folder, '--env', `P=${folder}`])
    expect(done).toEqual({ code: 0, out: 'content\n', err: '' })
  })
  test('and beyond is refused in a sentence', () => {
    const done = box.run('true', ['--read', `/${'a/'.repeat(3000)}`])
    expect([done.code, done.out]).toEqual([125, ''])
    expect(done.err).toStartWith('jail: ')
  })
})

describe('bytes that are no UTF-8', () => {
  // Beside each stands what JavaScript would make of the name: that must never be shown in its place.
  const TWIN = 'bad\ufffd'
  const inShell = (script: string, how = {}) =>
    box.outside(`B=$(printf 'bad\\377'); cd ~ && ${script}`, { env: { JAIL, TWIN }, ...how })
  beforeAll(() => {
    inShell(
      'mkdir -p "$B" "$TWIN" p; echo right >"$B/f"; echo wrong >"$TWIN/f"; ln -sfn "$B" link; mkdir -p p; echo key >"p/$B.pem"; mkdir -p "q/$B"; echo key >"q/$B/a.pem"',
    )
  })
  const SAYS = 'bytes that are no UTF-8'

  test.each([
    ['the current folder', 'cd "$B" && "$JAIL" run -- cat f'],
    ['a current folder below it', 'mkdir -p "$B/in" && cd "$B/in" && "$JAIL" run -- cat ../f'],
    ['the project', '"$JAIL" run --project "$B" -- cat f'],
    ['what is read', 'cd p && "$JAIL" run --read "$HOME/$B" -- cat ~/"$B/f" ~/"$TWIN/f"'],
    ['what is written', 'cd p && "$JAIL" run --write "$HOME/$B" -- cat ~/"$B/f" ~/"$TWIN/f"'],
    ['a word of the command', 'cd p && "$JAIL" run -- cat "$B.pem"'],
    ['a link that leads there', 'cd p && "$JAIL" run --read ~/link -- cat ~/link/f'],
    ['what is hidden', 'cd p && "$JAIL" run --hide "./$B.pem" -- cat "$B.pem"'],
    ['what a pattern hides', `cd p && "$JAIL" run --hide './*.pem' -- cat "$B.pem"`],
    ['a folder in which a pattern looks', `cd q && "$JAIL" run --hide './**/*.pem' -- cat "$B/a.pem"`],
  ])(
    'in %s stop the start with a sentence',
    (_, script) => {
      const done = inShell(script)
      expect(done.out).toBe('')
      expect(done.code).toBe(125)
      expect(done.err).toContain(SAYS)
    },
    LONG,
  )

  test.each([
    ['a variable that is passed', 'cd p && LC_X="$B" "$JAIL" run -- printenv LC_X', 'LC_X'],
    ['one that is passed by its name', 'cd p && X="$B" "$JAIL" run --env X -- printenv X', 'X'],
    ['the same of a dry run', 'cd p && LC_X="$B" "$JAIL" run --dry-run -- printenv LC_X', 'LC_X'],
  ])('in %s stop the start with a sentence that names it', (_, script, name) => {
    const done = inShell(script)
    expect([done.code, done.out]).toEqual([125, ''])
    expect(done.err).toContain(`The value of ${name} has ${SAYS}`)
    expect(done.err).toContain(`env -u ${name} `)
  })

  test('in a variable that stays outside do no harm', () => {
    const done = inShell('cd p && SECRET_X="$B" "$JAIL" run -- sh -c "env | grep -c SECRET_X"')
    expect([done.out, done.err]).toEqual(['0\n', ''])
  })

  test('are not found in a value that has the sign for them itself, or other letters', () => {
    const done = inShell('cd p && LC_X="$TWIN Zoë 日本" "$JAIL" run -- printenv LC_X')
    expect(done).toEqual({ code: 0, out: `${TWIN} Zoë 日本\n`, err: '' })
  })

  test.each([
    ['HOME', 'cd p && HOME="$HOME/$B" "$JAIL" run -- true'],
    ['the folder of the settings', 'cd p && XDG_CONFIG_HOME="$HOME/$B" "$JAIL" run -- true'],
    ['the folder of the state', 'cd p && XDG_STATE_HOME="$HOME/$B" "$JAIL" run -- true'],
    ['a repository in the project', 'mkdir -p "r/$B/.git" && cd r && "$JAIL" run -- true'],
    [
      'a linked worktree',
      'mkdir -p "w/.git/worktrees/$B" w/.git/objects w/.git/refs; echo x >w/.git/HEAD; cd w && "$JAIL" run -- true',
    ],
  ])(
    'in the name of %s stop the start with a sentence',
    (_, script) => {
      const done = inShell(script)
      expect([done.code, done.out]).toEqual([125, ''])
      expect(done.err).toContain(SAYS)
    },
    LONG,
  )

  test('where a link leads that is to be protected are told: it is not', () => {
    const done = inShell('mkdir -p l && cd l && ln -sfn "../$B/f" .envrc && "$JAIL" run -- true')
    expect(done).toMatchObject({ code: 0, out: '' })
    expect(done.err).toContain(
      '/l/.envrc cannot be protected as profile base asks: a name on the way to it has bytes',
    )
  })

  test('in a new name are told in the review by their numbers', () => {
    const done = inShell('mkdir -p n && cd n && "$JAIL" run -- sh -c \'ln -s /etc "$(printf "bad\\377")"\'')
    expect(done.err).toContain('jail:   bad\\xff is a new link out of the project, to /etc')
  })

  test('in the project beside others do no harm: all of it is there', () => {
    const done = inShell('cd p && "$JAIL" run -- sh -c "cat *.pem"')
    expect(done).toEqual({ code: 0, out: 'key\n', err: '' })
  })

  test('are not found in a word that has the sign for them itself', () => {
    const done = inShell('cd p && "$JAIL" run -- echo "$TWIN"')
    expect(done).toEqual({ code: 0, out: `${TWIN}\n`, err: '' })
    const long = inShell(`cd p && "$JAIL" run -- echo "$TWIN" ${'ü'.repeat(60_000)} | wc -c`)
    expect(long).toEqual({ code: 0, out: '120008\n', err: '' })
    const wrong = inShell(`cd p && "$JAIL" run -- echo ${'ü'.repeat(60_000)} "$B"`)
    expect(wrong).toMatchObject({ code: 125, out: '' })
  })
})
