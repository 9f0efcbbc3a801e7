import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, chownSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT, JAIL } from './support/box.ts'
import { type Refused, refuse } from './support/refusal.ts'

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const RUN = ['run', '--', 'true']
const USAGE: readonly (Refused & { readonly what: string })[] = [
  {
    what: 'an unknown command',
    words: ['rnu'],
    code: 125,
    says: /Unknown command "rnu"\./,
    fix: /`jail run`/,
  },
  {
    what: 'an unknown command that is like none',
    words: ['frobnicate'],
    code: 125,
    says: /Unknown command "frobnicate"\./,
    fix: /Commands: run, shell.*jail run frobnicate/,
  },
  {
    what: 'the name of a profile as command',
    words: ['claude'],
    code: 125,
    says: /Unknown command "claude"\./,
    fix: /jail run claude/,
  },
  {
    what: 'an unknown option',
    words: ['run', '--raed', '/x', 'true'],
    code: 125,
    says: /Unknown option "--raed"\./,
    fix: /Did you mean --read\?/,
  },
  {
    what: 'an option before the command',
    words: ['--read', '/x', 'run', 'true'],
    code: 125,
    says: /Unknown option "--read" before a command\./,
    fix: /jail run --read PATH/,
  },
  {
    what: 'an unknown profile',
    words: ['run', '--profile', 'cluade', 'true'],
    code: 125,
    says: /no profile "cluade"/,
    fix: /Did you mean claude\?/,
  },
  {
    what: 'an unknown profile of a shell',
    words: ['shell', 'zzz'],
    code: 125,
    says: /no profile "zzz"/,
    fix: /Known: base, .*claude/,
  },
  {
    what: 'an unknown profile to show',
    words: ['profiles', 'codx'],
    code: 125,
    says: /no profile "codx"/,
    fix: /Did you mean codex\?/,
  },
  { what: 'nothing to run', words: ['run'], code: 125, says: /nothing to run/, fix: /jail run claude/ },
  {
    what: 'a bad name in --env',
    words: ['run', '--env', '1BAD=x', 'true'],
    code: 125,
    says: /"1BAD" is not the name of a variable/,
    fix: /--env NAME=VALUE/,
  },
  {
    what: 'a name with a dash in --env',
    words: ['run', '--env', 'a-b', 'true'],
    code: 125,
    says: /"a-b" is not the name/,
    fix: /--env NAME/,
  },
  {
    what: 'a bad --network',
    words: ['run', '--network', 'of', 'true'],
    code: 125,
    says: /--network cannot be "of"/,
    fix: /open, none/,
  },
  {
    what: 'a value that is missing',
    words: ['run', '--read'],
    code: 125,
    says: /--read needs a value/,
    fix: /--read PATH/,
  },
  {
    what: 'an empty value',
    words: ['run', '--read=', 'true'],
    code: 125,
    says: /--read needs a value/,
    fix: /--read PATH/,
  },
  {
    what: 'a value for a switch',
    words: ['run', '--quiet=yes', 'true'],
    code: 125,
    says: /--quiet takes no value/,
    fix: /--quiet alone/,
  },
  {
    what: 'one network and another',
    words: ['run', '--network', 'open', '--network', 'none', 'true'],
    code: 125,
    says: /--network stands twice/,
    fix: /Keep one/,
  },
  {
    what: 'a grant that is not there',
    words: ['run', '--read', 'nosuch', 'true'],
    code: 125,
    says: /\/project\/nosuch \(--read nosuch\) cannot be given: it does not exist/,
    fix: /spelling/,
  },
  {
    what: 'a grant of /proc',
    words: ['run', '--read', '/proc/1', 'true'],
    code: 125,
    says: /\/proc\/1 .* cannot be granted/,
    fix: /Leave it out/,
  },
  {
    what: 'the home of another user',
    words: ['run', '--read', '~other/x', 'true'],
    code: 125,
    says: /"~other\/x" names the home of another user/,
    fix: /absolute path/,
  },
  {
    what: 'a copy of a folder',
    words: ['run', '--copy', '~', 'true'],
    code: 125,
    says: /is a folder, and only files can be given as a copy/,
    fix: /--read/,
  },
  {
    what: 'two profiles of a shell',
    words: ['shell', 'claude', 'codex'],
    code: 125,
    says: /takes one profile, but got "codex" too/,
    fix: /jail run/,
  },
]

describe('what was typed is refused:', () => {
  test.each(USAGE.map((row) => [row.what, row] as const))('%s', (_, row) => refuse(box, row))
})

describe('the project is refused:', () => {
  const go = /Go into a project .* jail run --project DIR/
  test.each([
    ['when it is /', '/', /would be \/, the whole machine/],
    ['when it is the home folder', '~', /would be \S+\/home, your home folder/],
    ['when it lies above the home folder', '~/..', /which holds your home folder/],
    ['when it is a part of the system', '/usr/share', /a part of the system \(\/usr\)/],
    ['when it holds files of many', '/var/tmp', /which holds files of many programs/],
    ['when it is a place of secrets', '~/.ssh', /but \S+\/\.ssh is hidden \(keys\)/],
  ])('%s', (_, path, says) => {
    mkdirSync(join(box.home, '.ssh'), { recursive: true })
    const folder = path.replace('~', box.home)
    refuse(box, { words: RUN, code: 125, says, fix: go, how: { cwd: folder } })
    refuse(box, { words: ['run', '--project', folder, '--', 'true'], code: 125, says, fix: go })
  })

  test('when it is not there, or no folder', () => {
    const fix = /jail run --project DIR/
    const named = (path: string) => ['run', '--project', path, '--', 'true']
    refuse(box, { words: named('gone'), code: 125, says: /The project \S+\/gone is absent/, fix })
    const file = box.plant('src/a-file', '')
    refuse(box, { words: named(file), code: 125, says: /The project \S+\/a-file is not a folder/, fix })
  })

  test('when the current folder has been deleted', () => {
    const gone = join(box.home, 'src/gone')
    mkdirSync(gone)
    const done = box.command(['/bin/sh', '-c', `cd ${gone} && rmdir ${gone} && exec ${JAIL} run -- echo ran`])
    // Bun's own words: it stops before a line of jail runs, with an exit code of its own.
    expect(done.err).toMatch(/current (working directory|folder).* deleted/)
    expect(done.out).toBe('')
    expect(done.code).not.toBe(0)
  })

  test('when it cannot be written', () => {
    if (IS_ROOT) return refuseForeignProject()
    const closed = join(box.home, 'src/closed')
    mkdirSync(closed)
    chmodSync(closed, 0o555)
    const says = /The project \S+\/closed cannot be written by \S+ inside/
    refuse(box, { words: RUN, code: 125, says, fix: /chmod u\+wx \S+\/closed/, how: { cwd: closed } })
  })
})

/** Root writes everywhere outside, but has no special rights inside. */
function refuseForeignProject(): void {
  const foreign = join(box.home, 'src/foreign')
  mkdirSync(foreign)
  chownSync(foreign, 65534, 65534)
  const says = /The project \S+\/foreign cannot be written by root inside: it belongs to nobody/
  refuse(box, { words: RUN, code: 125, says, fix: /Run jail as nobody/, how: { cwd: foreign } })
  rmSync(foreign, { recursive: true })
}
