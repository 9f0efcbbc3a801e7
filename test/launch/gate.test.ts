import { describe, expect, test } from 'bun:test'
import { findMoved } from '../../src/launch/gate.ts'
import { MountTable } from '../../src/launch/mount-table.ts'
import type { ExpectedMount } from '../../src/plan/encode.ts'

/** A line of mountinfo: its number, that of the mount it stands on, device, path in it, and where it is. */
const line = (id: number, on: number, device: string, root: string, point: string, options = 'rw') =>
  `${id} ${on} ${device} ${root} ${point} ${options},nosuid shared:1 - ${device === '0:9' ? 'tmpfs' : 'ext4'} none rw`
const table = (...lines: readonly string[]) => new MountTable(`${lines.join('\n')}\n`)

const HOST = [
  line(1, 0, '8:1', '/', '/'),
  line(2, 1, '8:2', '/@home', '/home'),
  line(3, 2, '8:3', '/', '/home/eve/p/data'),
  line(4, 1, '0:9', '/', '/dev'),
]

describe('what a path of the host shows', () => {
  test.each([
    ['/', '8:1', '/'],
    ['/usr', '8:1', '/usr'],
    ['/homes/x', '8:1', '/homes/x'],
    ['/home', '8:2', '/@home'],
    ['/home/eve/p', '8:2', '/@home/eve/p'],
    ['/home/eve/p/data', '8:3', '/'],
    ['/home/eve/p/data/sub', '8:3', '/sub'],
    ['/dev/null', '0:9', '/null'],
  ])('%s', (path, device, root) => expect(table(...HOST).shownAt(path)).toEqual({ device, root }))

  test('is what was mounted last, where a mount covers others', () => {
    const over = line(7, 1, '8:7', '/', '/home')
    // It stands on the mount at / and not on the one that it covers: then the kernel finds it first.
    const covered = table(
      ...HOST.slice(0, 1),
      line(2, 1, '8:2', '/@home', '/home'),
      line(8, 2, '8:8', '/', '/home'),
    )
    expect(covered.shownAt('/home/eve')).toEqual({ device: '8:8', root: '/eve' })
    expect(table(HOST[0] ?? '', over).shownAt('/home/eve')).toEqual({ device: '8:7', root: '/eve' })
    const deep = table(...HOST, line(9, 2, '8:9', '/', '/home/eve'))
    expect(deep.shownAt('/home/eve/x')).toEqual({ device: '8:9', root: '/x' })
    expect(deep.shownAt('/home/eve/p/data')).toEqual({ device: '8:9', root: '/p/data' })
  })

  test('is not known where the root is no mount point, as in a chroot', () => {
    expect(table(line(3, 2, '8:3', '/', '/data')).shownAt('/home')).toBeUndefined()
    expect(table('').shownAt('/')).toBeUndefined()
  })

  test('has names with signs that mountinfo writes in octal', () => {
    const odd = table(line(1, 0, '8:1', '/', '/'), line(2, 1, '8:2', '/a\\040b', '/c\\134d\\011e\\012f'))
    expect(odd.shownAt('/c\\d\te\nf/g')).toEqual({ device: '8:2', root: '/a b/g' })
    expect(odd.at('/c\\d\te\nf')?.root).toBe('/a b')
  })
})

const P = '/home/eve/p'
const bind = (path: string, more: Partial<ExpectedMount> = {}): ExpectedMount => ({
  path,
  source: path,
  readOnly: true,
  ...more,
})
const EXPECTED = [
  bind('/usr'),
  bind(P, { readOnly: false }),
  bind(`${P}/.vscode`),
  bind('/home/eve/.cache', { source: '/home/eve/state/cache', readOnly: false }),
  { path: `${P}/keys`, source: undefined, readOnly: false },
]
const BOX = [
  line(10, 1, '0:9', '/newroot', '/'),
  line(11, 10, '8:1', '/usr', '/usr', 'ro'),
  line(12, 10, '8:2', '/@home/eve/p', P),
  line(13, 12, '8:3', '/', `${P}/data`),
  line(14, 12, '8:2', '/@home/eve/p/.vscode', `${P}/.vscode`, 'ro'),
  line(15, 10, '8:2', '/@home/eve/state/cache', '/home/eve/.cache'),
  line(16, 12, '0:9', '/', `${P}/keys`),
]

describe('a box', () => {
  const judged = (change: (lines: string[]) => readonly string[], host = HOST) =>
    findMoved(EXPECTED, table(...host), table(...change([...BOX])))
  const replace = (at: number, by: string) => (lines: string[]) => lines.with(at, by)

  test('that is as planned may start', () => expect(judged((lines) => lines)).toBeUndefined())
  test('may have its mounts in any order of the text', () =>
    expect(judged((lines) => lines.toReversed())).toBeUndefined())
  test('in a chroot is judged by the ends of the paths', () => {
    const deep = (text: string) =>
      text.replaceAll(' /@home/', ' /@root/home/').replace(' /usr /', ' /x/usr /')
    const change = (lines: string[]) => lines.map((text, at) => (at === 0 ? text : deep(text)))
    expect(judged(change, [])).toBeUndefined()
    expect(judged((lines) => change(lines).with(4, BOX[3] ?? ''), [])?.path).toBe(`${P}/.vscode`)
  })

  test.each<readonly [string, (lines: string[]) => readonly string[], string, string]>([
    [
      'whose protected folder shows what a link leads to',
      replace(4, line(14, 12, '8:2', '/@home/eve/.ssh', `${P}/.vscode`, 'ro')),
      `${P}/.vscode`,
      '/@home/eve/.ssh of device 8:2 is mounted there',
    ],
    [
      'the same on another file system',
      replace(4, line(14, 12, '8:1', '/@home/eve/p/.vscode', `${P}/.vscode`, 'ro')),
      `${P}/.vscode`,
      '/@home/eve/p/.vscode of device 8:1 is mounted there',
    ],
    [
      'whose protection landed where a link led',
      replace(4, line(14, 11, '8:2', '/@home/eve/p/.vscode', '/usr/bin', 'ro')),
      `${P}/.vscode`,
      'nothing is mounted there',
    ],
    [
      'whose protection is writable',
      replace(4, line(14, 12, '8:2', '/@home/eve/p/.vscode', `${P}/.vscode`)),
      `${P}/.vscode`,
      'it is mounted writable',
    ],
    [
      'in which what is hidden is not',
      (lines) => lines.toSpliced(6, 1),
      `${P}/keys`,
      'nothing is mounted there',
    ],
    [
      'in which something else stands over what is hidden',
      replace(6, line(16, 12, '8:2', '/@home/eve/p/keys', `${P}/keys`)),
      `${P}/keys`,
      'a mount of ext4 is there',
    ],
    [
      'in which a later mount covers a place',
      (lines) => [...lines, line(20, 14, '8:2', '/@home/eve/.ssh', `${P}/.vscode`, 'ro')],
      `${P}/.vscode`,
      '/@home/eve/.ssh of device 8:2 is mounted there',
    ],
    [
      'whose project is another folder by now',
      replace(2, line(12, 10, '8:2', '/@home/eve/.ssh', P)),
      P,
      '/@home/eve/.ssh of device 8:2 is mounted there',
    ],
    ['that told nothing', () => [], '/usr', 'nothing is mounted there'],
  ])('%s is not started', (_, change, path, found) => expect(judged(change)).toEqual({ path, found }))
})
