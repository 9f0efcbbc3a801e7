import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, LONG, until } from './support/box.ts'

// What is moved away or onto a mount on the host takes that mount away in the box (rename(2)): then the box would see, or could
// write, what stands there. Everyday things do it: an editor that saves a hidden file, `git config` beside a box.

type Place = {
  readonly name: string
  /** Done in the project before, on the host meanwhile, and inside after that. */
  readonly before: string
  readonly outside: string
  readonly inside: string
  readonly answer: string
  /** What jail says of it at the end. */
  readonly told?: RegExp
}

const PLACES: readonly Place[] = [
  {
    name: 'git’s settings, which git on the host writes anew, stay read-only',
    before: 'git init -q .',
    outside: 'git config user.name Eve',
    inside: 'echo "[core]" >> .git/config',
    answer: 'Read-only',
    told: /\.git\/config was replaced .* and is read-only inside again/,
  },
  {
    name: 'a hidden file that an editor moves into place stays hidden',
    before: 'echo OLD-SECRET > .env',
    outside: 'echo NEW-SECRET > .env.tmp; mv .env.tmp .env',
    inside: 'cat .env; ls -l .env',
    answer: 'crw',
    told: /\.env was replaced .* and is hidden inside again/,
  },
  {
    name: 'a hidden file that an editor writes beside its backup stays hidden',
    before: 'mkdir vim; echo OLD-SECRET > vim/.env',
    outside: 'mv vim/.env vim/.env~; echo NEW-SECRET > vim/.env',
    inside: 'cat vim/.env; ls -l vim/.env',
    answer: 'crw',
  },
  {
    name: 'a hidden file that is removed, and written a while later, is hidden again',
    before: 'mkdir later; echo OLD-SECRET > later/.env',
    outside: 'rm later/.env; sleep 0.1; echo NEW-SECRET > later/.env',
    inside: 'cat later/.env; ls -l later/.env',
    answer: 'crw',
  },
  {
    name: 'a hidden folder that is made anew stays hidden',
    before: 'mkdir secrets; echo OLD-SECRET > secrets/key',
    outside: 'rm -r secrets; mkdir secrets; echo NEW-SECRET > secrets/key',
    inside: 'ls -A secrets; touch secrets/mine',
    answer: 'Read-only',
  },
  {
    name: 'a protected folder that git writes anew stays read-only',
    before: 'mkdir .vscode; echo {} > .vscode/tasks.json',
    outside: 'mv .vscode away; mkdir .vscode; echo {} > .vscode/tasks.json',
    inside: 'echo evil > .vscode/tasks.json; touch .vscode/evil',
    answer: 'Read-only',
  },
  {
    name: 'a repository that is replaced as a whole has closed settings, and stays where it is',
    before: 'git init -q nested',
    outside: 'rm -rf nested/.git; git init -q nested',
    inside: 'echo evil >> nested/.git/config; mv nested/.git nested/aside',
    answer: 'Read-only',
  },
  {
    name: 'a file that is replaced again and again stays read-only',
    before: 'echo a > .envrc',
    outside: 'for i in 1 2 3 4 5 6 7 8 9; do echo $i > .envrc.tmp; mv .envrc.tmp .envrc; sleep 0.02; done',
    inside: 'echo evil >> .envrc',
    answer: 'Read-only',
    told: /\.envrc was replaced .* is read-only inside again/,
  },
  {
    name: 'a link in the place of a hidden file is told, since what it leads to cannot be told from here',
    before: 'mkdir linked; echo OLD-SECRET > linked/.env; echo other > linked/other',
    outside: 'ln -s other linked/link; mv -T linked/link linked/.env',
    inside: 'cat linked/.env',
    answer: 'other',
    told: /linked\/\.env was replaced .* could not be made hidden again \(it is a link now\)/,
  },
  {
    name: 'what is open to the box stays open',
    before: 'echo a > plain',
    outside: 'echo b > plain.tmp; mv plain.tmp plain',
    inside: 'cat plain; echo c > plain && cat plain',
    answer: 'b\nc',
  },
]

const HIDDEN = ['./.env', './vim/.env', './later/.env', './secrets', './linked/.env'].flatMap((path) => [
  '--hide',
  path,
])
/** As long as jail waits until it takes the command for one that stays. */
const SETTLED_MS = 700

/** Here jail looks once a second. */
const BLIND_MS = 2500
/** As for a person who has as many instances of inotify as the kernel allows. */
const WITHOUT_INOTIFY = [process.execPath, join(import.meta.dir, 'support/blind.ts')]

describe.each<readonly [string, number, number, readonly string[]]>([
  ['while it runs for a while', SETTLED_MS, SETTLED_MS, []],
  ['in its first moments', 0, SETTLED_MS, []],
  ['where the kernel tells nothing', SETTLED_MS, BLIND_MS, WITHOUT_INOTIFY],
])('what is replaced on the host beside a command, %s', (_, wait, closing, through) => {
  const box = new Box()
  const answers: string[] = []
  let told = ''

  beforeAll(async () => {
    expect(box.outside(`${PLACES.map(({ before }) => before).join('\n')}\n`)).toMatchObject({ code: 0 })
    const inside = PLACES.map(({ inside }, at) => `(${inside}) > answer-${at} 2>&1`).join('\n')
    const script = `touch ready; while [ ! -e go ]; do sleep 0.02; done\n${inside}\n:`
    const run = box.start([...through, JAIL, 'run', ...HIDDEN, '--', 'sh', '-c', script])
    await until('the command', () => existsSync(join(box.project, 'ready')) || undefined)
    await Bun.sleep(wait)
    expect(box.outside(PLACES.map(({ outside }) => outside).join('\n'))).toMatchObject({ code: 0, err: '' })
    await Bun.sleep(closing)
    box.plant('src/project/go', '')
    told = await new Response(run.stderr).text()
    await run.exited
    answers.push(...PLACES.map((_place, at) => box.read(`answer-${at}`)))
  }, LONG)
  afterAll(() => box.remove())

  test.each(PLACES.map((place, at) => [place.name, at, place] as const))('%s', (_name, at, place) => {
    expect(answers[at]).toContain(place.answer)
    expect(answers[at]).not.toContain('SECRET')
    if (place.told) expect(told).toMatch(place.told)
  })

  test('nothing that was refused is on the host', () => {
    expect(box.outside('cat .git/config nested/.git/config .envrc .vscode/*; ls secrets').out).not.toContain(
      'evil',
    )
  })
})

test('the control: with bwrap alone the same files can be read and written as soon as they are replaced', async () => {
  const box = new Box()
  box.plant('src/project/closed', 'old')
  box.plant('src/project/hidden', 'old')
  const script = 'touch ready; while [ ! -e go ]; do sleep 0.02; done; cat hidden; echo evil > closed'
  const binds = [
    '--ro-bind',
    'closed',
    `${box.project}/closed`,
    '--ro-bind',
    '/dev/null',
    `${box.project}/hidden`,
  ]
  const run = box.start(['bwrap', '--unshare-user', '--bind', '/', '/', ...binds, '--', 'sh', '-c', script])
  await until('the command', () => existsSync(join(box.project, 'ready')) || undefined)
  box.outside('for name in closed hidden; do echo NEW-SECRET > tmp; mv tmp $name; done; touch go')
  expect(await new Response(run.stdout).text()).toBe('NEW-SECRET\n')
  expect(box.read('closed')).toBe('evil\n')
  box.remove()
})
