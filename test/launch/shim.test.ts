import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shimElf } from '../../src/launch/shim/shim.ts'
import { ALIVE, type How, REPORT, SELF, STATUS, STDERR, through } from './through.ts'

const SIGNAL = { INT: 2, USR1: 10, PIPE: 13, TERM: 15, XFSZ: 25 }
const bit = (signal: number): number => 2 ** (signal - 1)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jail-shim-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the command becomes what the shim was', () => {
  test.each([
    [[]],
    [['one', 'two']],
    [['', ' ', 'a b', 'line\nline', "it's", '--', '-x', '$HOME', 'ü']],
    [Array.from({ length: 500 }, (_, at) => `word ${at}`)],
  ])('with the same words: %j', (words) => {
    const { out, code } = through([
      '/bin/sh',
      '-c',
      'for w in "$@"; do printf "%s\\0" "$w"; done',
      'name',
      ...words,
    ])
    expect(out.split('\0').slice(0, -1)).toEqual(words)
    expect(code).toBe(0)
  })
  test('its own name is the first of them', () => {
    expect(through(['/bin/cat', '/proc/self/cmdline']).out).toBe('/bin/cat\0/proc/self/cmdline\0')
  })
  test('with the same environment', () => {
    expect(through(['/bin/cat', '/proc/self/environ']).out.split('\0').toSorted()).toEqual([
      '',
      'ONE=1',
      'TWO= 2\n',
    ])
  })
  test.each([0, 7, 125, 126, 127, 255])('with its own exit code %i', (code) => {
    expect(through(['/bin/sh', '-c', `exit ${code}`])).toMatchObject({ code, report: [] })
  })
  test.each([1, 2, 9, 15])('with 128 and the signal %i that ends it', (signal) => {
    expect(through(['/bin/sh', '-c', `kill -${signal} $$`])).toMatchObject({ code: 128 + signal, report: [] })
  })
  test('when it ends, and not when one of its children does', () => {
    const script = '(exit 3) & wait; (sleep 0.01; exit 4) & sh -c "exit 5"; echo "$?"; exit 6'
    expect(through(['/bin/sh', '-c', script])).toMatchObject({ code: 6, out: '5\n', report: [] })
  })
  test('with its own stderr, while the report stays empty', () => {
    const { stderr, report, out } = through(['/bin/sh', '-c', 'echo to-err >&2; echo to-out'])
    expect({ stderr, report, out }).toEqual({ stderr: 'to-err\n', report: [], out: 'to-out\n' })
  })
  test('with the three standard descriptors and none of the shim’s own', () => {
    const script = `for fd in 0 1 2 ${STDERR} ${ALIVE} ${SELF} ${STATUS} ${REPORT}; do [ -e /proc/$$/fd/$fd ] && echo $fd; done`
    expect(through(['/bin/sh', '-c', script]).out).toBe('0\n1\n2\n')
  })
})

test('what is mounted is told before the command starts, to the last line and a NUL', () => {
  const { told, out } = through(['/bin/cat', '/proc/self/mountinfo'])
  expect(told).toBe(`${out}\0`)
  expect(out.split('\n').length).toBeGreaterThan(3)
})

describe('signals', () => {
  /** A line of /proc/PID/status, as a set of bits. */
  const bits = (name: string, how: How) => {
    const line = through(['/bin/grep', `^${name}:`, '/proc/self/status'], how).out
    return Number(BigInt(`0x${line.split(/\s+/)[1]}`) & 0xffff_ffffn)
  }
  const by = ['/usr/bin/env', '--ignore-signal=PIPE', '--ignore-signal=XFSZ', '--ignore-signal=USR1']
  const ignored = bit(SIGNAL.PIPE) + bit(SIGNAL.XFSZ) + bit(SIGNAL.USR1)

  test.each([
    [[], ignored, 'none is touched'],
    [[SIGNAL.PIPE], bit(SIGNAL.XFSZ) + bit(SIGNAL.USR1), 'one is given back'],
    [[SIGNAL.PIPE, SIGNAL.XFSZ], bit(SIGNAL.USR1), 'what nobody named stays ignored (nohup)'],
    [[SIGNAL.PIPE, SIGNAL.XFSZ, SIGNAL.USR1], 0, 'all are given back'],
    [[1, 2, 3, 10, 12, 13, 15, 25, 31], 0, 'many at once'],
  ])('that are to be reset: %j; %i stay ignored: %s', (reset, left) => {
    expect(bits('SigIgn', { reset, by }) & ignored).toBe(left)
  })

  test.each([
    [0, 'none is blocked, though the caller of the shim had some'],
    [bit(SIGNAL.INT), 'one is blocked'],
    [bit(SIGNAL.INT) + bit(SIGNAL.TERM) + bit(31), 'several are blocked'],
  ])('the mask is %i: %s', (blocked) => {
    const how = { blocked, by: ['/usr/bin/env', '--block-signal=TERM', '--block-signal=USR1'] }
    expect(bits('SigBlk', how)).toBe(blocked)
  })

  const pending = ['/usr/bin/env', '--block-signal=TERM', '/bin/sh', '-c', 'kill -TERM $$; exec "$@"', 'sh']
  test('one that came while the box was made reaches the command', () => {
    expect(through(['/bin/sleep', '20'], { by: pending })).toMatchObject({ code: 143, report: [] })
  })
  test('one that the command’s caller blocks waits on', () => {
    const done = through(['/bin/sh', '-c', 'exit 3'], { by: pending, blocked: bit(SIGNAL.TERM) })
    expect(done).toMatchObject({ code: 3, report: [] })
  })
})

describe('a command that cannot start is reported by E and its errno', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'plain'), 'text\n', { mode: 0o600 })
    writeFileSync(join(folder, 'odd'), 'not a program\n', { mode: 0o700 })
    writeFileSync(join(folder, 'script'), '#!/nowhere/interpreter\n', { mode: 0o700 })
    chmodSync(join(folder, 'script'), 0o700)
    mkdirSync(join(folder, 'folder'))
    symlinkSync('loop', join(folder, 'loop'))
    symlinkSync('nothing', join(folder, 'dangling'))
  })
  test.each([
    ['missing', 2, 127],
    ['dangling', 2, 127],
    ['script', 2, 127],
    ['plain', 13, 126],
    ['folder', 13, 126],
    ['plain/below', 20, 126],
    ['odd', 8, 126],
    ['loop', 40, 126],
  ])('%s: errno %i, exit code %i', (name, errno, code) => {
    const done = through([join(folder, name), 'word'])
    expect(done).toMatchObject({
      code,
      signal: undefined,
      out: '',
      report: [0x45, errno],
      stderr: '',
    } as typeof done)
  })
  test('and no start is no report: the control', () => {
    expect(through(['/bin/true'])).toMatchObject({ code: 0, report: [] })
  })
})

test.each([
  ['jail', { isAlone: true }],
  ['the outer bwrap', { isOrphan: true }],
  ['the answer of jail', { isRefused: true }],
])('nothing starts any more when %s is gone', (_, how) => {
  const made = join(folder, 'made')
  const done = through(['/bin/sh', '-c', `: > ${made}`], how)
  expect(done).toMatchObject({ code: 137, report: [], stderr: '' })
  expect(() => readFileSync(made)).toThrow('ENOENT')
})

describe('a limit of processes', () => {
  const limits = ['/bin/grep', '^Max processes', '/proc/self/limits']
  const seen = (how: How) => through(limits, how).out.split(/ {2,}/).slice(1, 3)
  test('becomes the soft and the hard one of the command', () => {
    expect(seen({ processes: 1234 })).toEqual(['1234', '1234'])
  })
  test('stays what it is without one', () => {
    const bare = Bun.spawnSync(limits).stdout.toString().split(/ {2,}/).slice(1, 3)
    expect(seen({})).toEqual(bare)
  })
  test.skipIf(process.getuid?.() === 0)(
    `that cannot be set starts nothing and is reported as P${process.getuid?.() === 0 ? ' (skipped: root may raise it)' : ''}`,
    () => {
      const by = ['/usr/bin/prlimit', '--nproc=4000:4000']
      expect(through(['/bin/echo', 'started'], { processes: 4001, by })).toMatchObject({
        code: 126,
        out: '',
        report: [0x50, 1],
      })
    },
  )
})

describe.each(['x64', 'arm64'] as const)('the file for %s', (arch) => {
  const file = shimElf({
    arch,
    resetSignals: [13, 25],
    blocked: 0x1234_5678,
    aliveFd: 61,
    gateFd: 66,
    statusFd: 65,
    reportFd: 62,
    stderrFd: 63,
    processes: undefined,
    selfFd: 64,
  })
  const view = new DataView(file.buffer)

  test('is a static program for its machine, whose one segment cannot be written', () => {
    expect([...file.subarray(0, 7)]).toEqual([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
    expect(view.getUint16(18, true)).toBe(arch === 'x64' ? 62 : 183)
    expect(view.getUint16(56, true)).toBe(1)
    const [READ, EXECUTE] = [4, 1]
    expect(view.getUint32(68, true)).toBe(READ | EXECUTE)
  })
  test('starts at its first instruction, which is in the file', () => {
    const [entry, base, length] = [24, 80, 96].map((at) => view.getBigUint64(at, true))
    expect(entry).toBe((base ?? 0n) + 120n)
    expect(length).toBe(BigInt(file.length))
  })
  test('has every number that it was given, and no place that was left open', () => {
    const hex = file.subarray(120).toHex()
    for (const placeholder of [
      '11111111',
      '22222222',
      '33333333',
      '44444444',
      '55555555',
      '66666666',
      '77777777',
      '88888888',
      '99999999',
    ])
      expect(hex).not.toContain(placeholder)
    for (const value of [
      '00100001',
      '78563412',
      '3d000000',
      '3e000000',
      '3f000000',
      '40000000',
      '41000000',
      '42000000',
    ])
      expect(hex).toContain(value)
  })
  test('is a few hundred bytes', () => expect(file.length).toBeLessThan(1300))
})
