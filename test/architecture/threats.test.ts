import { describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import { WEAKENINGS } from '../../src/policy/weakenings.ts'
import { AREAS } from '../../src/verify/areas.ts'

const ROOT = join(import.meta.dir, '../..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const IDS: readonly string[] = PROBES.map(({ id }) => id)
const KNOWN_GAPS: readonly string[] = PROBES.filter(({ known }) => known !== undefined).map(({ id }) => id)

/** The names of probes, or of all that begin so, in a text: an area, a hyphen and more. */
function probesIn(text: string): string[] {
  const areas = Object.keys(AREAS).join('|')
  return [...text.matchAll(new RegExp(`\`((?:${areas})-[a-z0-9-]*\\*?)\``, 'g'))].map(
    ([, name]) => name ?? '',
  )
}

const matches = (name: string, id: string): boolean =>
  name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : id === name

/** Each answers what is wrong with a page about threats. */
const RULES: Readonly<Record<string, (page: string) => readonly string[]>> = {
  'every probe that it names is there': (page) =>
    probesIn(page).filter((name) => !IDS.some((id) => matches(name, id))),

  'every probe is named, by itself or by how its name begins': (page) =>
    IDS.filter((id) => !probesIn(page).some((name) => matches(name, id))),

  'every area of probes is in it': (page) =>
    Object.keys(AREAS).filter((area) => !probesIn(page).some((name) => name.startsWith(`${area}-`))),

  'every weakening stands in a table, with what it loses beside it': (page) =>
    Object.keys(WEAKENINGS).filter(
      (id) => !page.split('\n').some((line) => line.startsWith('| ') && line.includes(`\`${id}\``)),
    ),

  'every test that it names is there': (page) =>
    [...page.matchAll(/`(test\/[^`]+)`/g)].flatMap(([, file]) =>
      file !== undefined && existsSync(join(ROOT, file)) ? [] : [String(file)],
    ),

  'every row of a table has four cells, and says what proves it': (page) =>
    page
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| threat |'))
      .filter((line) => {
        const cells = line.split(' | ')
        const proof = cells[2] ?? ''
        return cells.length !== 4 || (probesIn(proof).length === 0 && !proof.includes('`test/'))
      }),
}

const page = read('docs/security.md')

describe('docs/security.md', () => {
  test.each(Object.entries(RULES))('%s', (_, wrong) => expect(wrong(page)).toEqual([]))

  test('each rule sees a page that breaks it', () => {
    const broken: Readonly<Record<keyof typeof RULES, string>> = {
      'every probe that it names is there': `${page}\n\`kernel-no-such\``,
      'every probe is named, by itself or by how its name begins': page.replaceAll('`home-*`', ''),
      'every area of probes is in it': page.replaceAll('`works-', '`'),
      'every weakening stands in a table, with what it loses beside it': page.replaceAll('`tmp-size`', ''),
      'every test that it names is there': `${page}\n\`test/no-such.test.ts\``,
      'every row of a table has four cells, and says what proves it': `${page}\n| a threat | nothing | | |`,
    }
    const blind = Object.entries(RULES).filter(([rule, wrong]) => wrong(broken[rule] ?? page).length === 0)
    expect(blind.map(([rule]) => rule)).toEqual([])
  })
})

describe('SECURITY.md', () => {
  const security = read('SECURITY.md')

  test('leads to the table of threats, which leads back', () => {
    expect(security).toContain('(docs/security.md)')
    expect(page).toContain('(../SECURITY.md)')
  })

  const HEADINGS: Readonly<Record<string, string>> = {
    'life-group-signal': '### Signals to your own process group',
    'kernel-device-modes': '### Root',
  }
  test('has a heading for every gap that a probe shows', () => {
    expect(KNOWN_GAPS.toSorted()).toEqual(Object.keys(HEADINGS).toSorted())
    for (const heading of Object.values(HEADINGS)) expect(security.split('\n')).toContain(heading)
  })

  test('shares no sentence with it', () => {
    const sentences = (text: string): string[] =>
      text
        .replaceAll(/\s+/g, ' ')
        .split(/(?<=[.:]) |\| /)
        .map((one) => one.trim())
        .filter((one) => one.length > 60)
    const other = new Set(sentences(security))
    expect(sentences(page).filter((one) => other.has(one))).toEqual([])
  })
})
