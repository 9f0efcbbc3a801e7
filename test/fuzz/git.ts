import { expect } from 'bun:test'
import fc from 'fast-check'
import { parseGitConfig } from '../../src/host/git/config.ts'
import type { Fuzz } from './property.ts'

const PIECES = [
  ...'\n\t "\\=#;[].-_\r\0',
  ...[
    '[core]',
    '[a "b"]',
    '[a.B]',
    '[includeIf "gitdir:x"]',
    '\n',
    '\nhooksPath = ',
    '\nKey',
    ' = ',
    '\\\n',
    '\r\n',
  ],
  ...['a', 'B', '0', '\\t', '\\x', '""', '" ', 'é', '\ufeff', 'x y', '\x0b'],
] as const
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(''))

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/)
const value = fc
  .array(fc.constantFrom('a', ' ', '"', '\\', '#', ';', '\n', '\t', '=', 'é', '/'), { maxLength: 6 })
  .map((signs) => signs.join(''))
const entries = fc.array(
  fc.record({
    section: word,
    subsection: fc.option(
      value.filter((one) => !one.includes('\n')),
      { nil: undefined },
    ),
    key: word,
    value,
  }),
  { maxLength: 5 },
)

/** As git writes it (config.c, store_create_section() and store_write_pair()). */
function written(all: typeof entries extends fc.Arbitrary<infer T> ? T : never): string {
  const escaped = (one: string): string =>
    one.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
  return all
    .map(({ section, subsection, key, value: one }) => {
      const name = subsection === undefined ? section : `${section} "${subsection.replace(/["\\]/g, '\\$&')}"`
      return `[${name}]\n\t${key} = "${escaped(one)}"\n`
    })
    .join('')
}

export const GIT: readonly Fuzz[] = [
  {
    name: 'git-config-any',
    claim: 'any text of git’s settings ends, in entries or at a line that is there',
    share: 0.05,
    property: fc.property(text, (one) => {
      const { entries: found, badLine } = parseGitConfig(one)
      if (badLine !== undefined) expect(badLine).toBeLessThanOrEqual(one.split('\n').length + 1)
      for (const { section, key } of found)
        expect(`${section}.${key}`).toBe(`${section}.${key}`.toLowerCase())
      // What comes behind changes nothing of what was read before it.
      const longer = parseGitConfig(`${one}\n[z]\nz = z\n`).entries
      if (badLine === undefined && !/\\$|"[^"\n]*$/.test(one))
        expect(longer.slice(0, found.length)).toEqual([...found])
    }),
  },
  {
    name: 'git-config-written',
    claim: 'what git writes is what is read',
    share: 0.04,
    property: fc.property(entries, (all) => {
      expect(parseGitConfig(written(all))).toEqual({ entries: all, badLine: undefined })
    }),
  },
]
