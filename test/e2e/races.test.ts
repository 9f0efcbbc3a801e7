import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { Box, LONG } from './support/box.ts'
import { CANARY, layOut, outside, RACES, race } from './support/swap-race.ts'

/** Few, for CI: `bun scripts/swap-race.ts` makes thousands. */
const STARTS = 3

let box: Box
beforeEach(() => {
  box = new Box()
})
afterEach(() => box.remove())

const CASES = RACES.map((one) => [one.what, one] as const)

describe('when a place of the project has become a link between the look at it and its mount', () => {
  /** A bwrap that swaps the two before it becomes the real one. */
  const swapsFirst = (real: string, link: string): string =>
    box.plant(
      join(box.top, 'bin/bwrap'),
      `#!/bin/sh\ncase $1 in --args) mv '${real}' '${real}.old'; mv '${link}' '${real}';; esac\nexec /usr/bin/bwrap "$@"\n`,
      0o755,
    )

  test.each(CASES)('%s: nothing is started, and nothing is made where it leads', (_, one) => {
    const { real, link } = layOut(box, one)
    const before = outside(box)
    const JAIL_BWRAP = swapsFirst(real, link)
    const done = box.run('find . -type f -exec cat {} +; echo ran', one.options ?? [], {
      env: { JAIL_BWRAP },
    })
    expect(done.out).not.toContain(CANARY)
    expect([done.code, done.out]).toEqual([125, ''])
    expect(done.err).toMatch(
      /was replaced while the box was made|could not be set up|cannot be given: the link/,
    )
    expect(outside(box)).toBe(before)
  })

  test('the control: without a swap the same bwrap starts the command', () => {
    const JAIL_BWRAP = swapsFirst(join(box.top, 'none'), join(box.top, 'nothing'))
    expect(box.run('echo ran', [], { env: { JAIL_BWRAP } })).toMatchObject({ code: 0, out: 'ran\n' })
  })
})

describe('when bwrap has found another place by the path that it was given', () => {
  /** A bwrap whose words are changed as a race would change what they lead to. */
  const misled = (change: string): string =>
    box.plant(
      join(box.top, 'bin/bwrap'),
      `#!/bin/sh\n[ "$1" = --args ] || exec /usr/bin/bwrap "$@"\nsed -z '${change}' </proc/self/fd/"$2" >${box.top}/words\ncat ${box.top}/words >/proc/self/fd/"$2"\nexec /usr/bin/bwrap "$@"\n`,
      0o755,
    )
  const SEEN = 'cat .vscode/settings.json .envrc keys/key key .git/config; echo new >.vscode/new'
  const OPTIONS = ['--hide', './keys', '--hide', './key']

  test.each([
    ['a protected folder shows another', '/^--ro-bind$/{n;s|^PROJECT/.vscode$|OUTSIDE/.vscode|}', '.vscode'],
    ['a protected file shows another', '/^--ro-bind$/{n;s|^PROJECT/.envrc$|OUTSIDE/.envrc|}', '.envrc'],
    ['the folder around one shows another', '/^--bind$/{n;s|^PROJECT/.git$|OUTSIDE/.git|}', '.git'],
    ['the project shows another', '/^--bind$/{n;s|^PROJECT$|OUTSIDE|}', ''],
    ['what is hidden stays', '/^--\\(tmpfs\\|remount-ro\\)$/{n;s|^PROJECT/keys$|/tmp/keys|}', 'keys'],
    ['a hidden file stays', '/^--ro-bind-data$/{n;n;s|^PROJECT/key$|/tmp/key|}', 'key'],
    ['a protection is somewhere else', '/^--ro-bind$/{n;n;s|^PROJECT/.vscode$|/tmp/x|}', '.vscode'],
    [
      'a protection can be written',
      '/^--ro-bind$/{N;s|^--ro-bind\\(.PROJECT/.vscode\\)$|--bind\\1|}',
      '.vscode',
    ],
  ])('%s: the command is not started', (_, change, place) => {
    for (const one of RACES) layOut(box, one)
    const way = change.replaceAll('PROJECT', box.project).replaceAll('OUTSIDE', join(box.home, 'outside'))
    const done = box.run(SEEN, OPTIONS, { env: { JAIL_BWRAP: misled(way) } })
    expect([done.code, done.out]).toEqual([125, ''])
    expect(done.err).toContain(`jail: ${join(box.project, place)} was replaced while the box was made (`)
  })

  test('the control: with its own words the same bwrap starts the command', () => {
    for (const one of RACES) layOut(box, one)
    const done = box.run('cat .vscode/settings.json', OPTIONS, { env: { JAIL_BWRAP: misled('s/x/x/') } })
    expect(done.out).toBe('inside\n')
  })
})

describe('while another program swaps a place of the project for a link and back, no start shows where it leads', () => {
  test.each(CASES)(
    '%s',
    async (_, one) => {
      const found = await race(box, one, STARTS)
      expect(found.wrong).toEqual([])
      expect(found.ran + found.moved + found.refused.length).toBe(STARTS)
    },
    LONG,
  )
})
