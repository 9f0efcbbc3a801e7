import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseGitConfig } from '../../../src/host/git/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'jail-git-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `section.sub.key=value` for each entry, as `git config --list` has it. */
function parsed(text: string): string[] {
  return parseGitConfig(text).entries.map(({ section, subsection, key, value }) => {
    const name = [section, ...(subsection === undefined ? [] : [subsection]), key].join('.')
    return value === undefined ? name : `${name}=${value}`
  })
}

/** What git itself makes of the same text; the line when it refuses it. */
function asGit(text: string): string[] | number {
  const file = join(folder, 'config')
  writeFileSync(file, text)
  const done = Bun.spawnSync(['git', 'config', '--file', file, '--no-includes', '--list', '-z'], {
    env: { PATH: '/usr/bin:/bin', HOME: folder, LC_ALL: 'C' },
  })
  if (done.exitCode !== 0) return Number(/^fatal: bad config line (\d+) /.exec(done.stderr.toString())?.[1])
  const rows = done.stdout.toString().split('\0').slice(0, -1)
  return rows.map((row) => row.replace('\n', '='))
}

const LONG = 'x'.repeat(2 ** 20)

const GOOD: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', '', []],
  ['an empty section', '[core]', []],
  ['a key', '[core]\n\teditor = vi\n', ['core.editor=vi']],
  ['no newline at the end', '[core]\neditor=vi', ['core.editor=vi']],
  ['upper case in section and key', '[CORE]\nHooksPath = X\n', ['core.hookspath=X']],
  ['a key on the line of its section', '[core] hooksPath = .h\n', ['core.hookspath=.h']],
  ['two sections on one line', '[a] b = c\n[d] [e] f = g\n', ['a.b=c', 'e.f=g']],
  ['a subsection, whose case counts', '[remote "Origin"]\nurl = x\n', ['remote.Origin.url=x']],
  ['a subsection in the old form', '[remote.Origin]\nurl = x\n', ['remote.origin.url=x']],
  ['a subsection of quotes, backslashes and dots', '[a "b\\"c\\\\d.e]"]\nf = g\n', ['a.b"c\\d.e].f=g']],
  ['an escape of a subsection that is none', '[a "b\\tc"]\nf = g\n', ['a.btc.f=g']],
  ['an empty subsection', '[a ""]\nf = g\n', ['a..f=g']],
  ['white space before a subsection', '[a \t "b"]\nf = g\n', ['a.b.f=g']],
  ['a key without a value', '[core]\n\tbare\n', ['core.bare']],
  ['an empty value', '[core]\n\tbare =\n', ['core.bare=']],
  ['an empty quoted value', '[core]\n\tbare = ""\n', ['core.bare=']],
  ['comments', '# a\n; b\n[c] # d\ne = f # g\nh = i;j\n', ['c.e=f', 'c.h=i']],
  ['signs of comments in quotes', '[c]\ne = "f # g;"h\n', ['c.e=f # g;h']],
  ['white space around a value', '[c]\ne \t=  f  \n', ['c.e=f']],
  ['white space in quotes', '[c]\ne = " f "\n', ['c.e= f ']],
  ['quotes in the middle', '[c]\ne = f" "g\n', ['c.e=f g']],
  ['escapes', '[c]\ne = a\\tb\\nc\\\\d\\"e\n', ['c.e=a\tb\nc\\d"e']],
  ['a continued line', '[c]\ne = f\\\n g\n', ['c.e=f g']],
  ['a continued line before the value', '[c]\ne = \\\n\tf\n', ['c.e=f']],
  ['a continued line in quotes', '[c]\ne = "f\\\n  g"\n', ['c.e=f  g']],
  ['a comment that ends in a backslash', '[c]\ne = f # \\\ng = h\n', ['c.e=f', 'c.g=h']],
  ['lines that end in CR LF', '[c]\r\n\te = f\r\n\tg\r\n', ['c.e=f', 'c.g']],
  ['a continued line with CR LF', '[c]\r\ne = f\\\r\ng\r\n', ['c.e=fg']],
  ['a byte order mark', '\uFEFF[c]\ne = f\n', ['c.e=f']],
  ['a dash and digits in a key', '[c]\nx-2 = f\n', ['c.x-2=f']],
  ['a key twice', '[c]\ne = 1\ne = 2\n', ['c.e=1', 'c.e=2']],
  ['a section twice', '[c]\ne = 1\n[d]\n[c]\nf = 2\n', ['c.e=1', 'c.f=2']],
  ['an include with a condition', '[includeIf "gitdir:~/w/"]\npath = x\n', ['includeif.gitdir:~/w/.path=x']],
  ['letters beyond ASCII in values', '[c]\ne = ü é\n', ['c.e=ü é']],
  ['a value of 1 MiB', `[c]\ne = ${LONG}\n`, [`c.e=${LONG}`]],
]

describe('is read as git reads it:', () => {
  test.each(GOOD)('%s', (_, text, entries) => {
    expect(parsed(text)).toEqual([...entries])
    expect(parseGitConfig(text).badLine).toBeUndefined()
    expect(asGit(text)).toEqual([...entries])
  })
})

const BAD: readonly (readonly [string, string, readonly string[], number])[] = [
  ['a section without an end', '[core', [], 2],
  ['a section over two lines', '[core\n]', [], 1],
  ['a section without a name', '[]\na = b\n', [], 1],
  ['a sign that no section has', '[co_re]\n', [], 1],
  ['a subsection without quotes', '[a b]\n', [], 1],
  ['a subsection without an end', '[a "b\n"]\n', [], 1],
  ['something behind a subsection', '[a "b" ]\n', [], 1],
  ['a key that begins with a digit', '[c]\n1a = b\n', [], 2],
  ['a key with a sign that none has', '[c]\na_b = c\n', [], 2],
  ['a value without its second quote', '[c]\na = "b\n', [], 2],
  ['an escape that there is not', '[c]\na = \\x\n', [], 2],
  ['binary', '\x7fELF\0\0\0', [], 1],
  ['what stands before it, but nothing behind', '[c]\na = b\n!\n[d]\ne = f\n', ['c.a=b'], 3],
]

describe('is refused as git refuses it, with the line:', () => {
  test.each(BAD)('%s', (_, text, entries, line) => {
    expect(parsed(text)).toEqual([...entries])
    expect(parseGitConfig(text).badLine).toBe(line)
    expect(asGit(text)).toBe(line)
  })
})

/** Before 2.45 git made a space of every white space in a value. */
function spaced(read: string[] | number): string[] | number {
  return typeof read === 'number' ? read : read.map((row) => row.replace(/[\t\r]/g, ' '))
}

const PIECES = [
  ...'\n\t "\\=#;[].-_\rab0',
  ...[
    '[core]',
    '[a "b"]',
    '[a.B]',
    '\nhooksPath = ',
    '\nKey',
    ' = ',
    '\\\n',
    '\r\n',
    '\\t',
    '\\x',
    '""',
    '" ',
    '\x0b',
  ],
]

test('texts made at random are read as git reads them, or refused as git refuses them', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, (one) => {
      const { badLine } = parseGitConfig(one)
      // A key before any section, which no setting of git is, has no dot in front there.
      const mine = badLine ?? parsed(one).map((row) => row.replace(/^\./, ''))
      expect(spaced(mine)).toEqual(spaced(asGit(one)))
    }),
    { numRuns: Number(process.env['JAIL_CASES'] ?? 0) > 1e5 ? 2000 : 120, includeErrorInReport: true },
  )
})

test('a value ends at a NUL, as the C string does that git makes of it', () => {
  expect(parsed('[core]\nhooksPath = .h\0ooks\n')).toEqual(['core.hookspath=.h'])
})

test('a million brackets, quotes or backslashes end soon', () => {
  for (const sign of ['[', '"', '\\', '=', '\n', '[a]', '#']) {
    const text = `[c]\na = ${sign.repeat(2 ** 20 / sign.length)}`
    expect(parseGitConfig(text).entries.length).toBeLessThanOrEqual(1)
  }
})
