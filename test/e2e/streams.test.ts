import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { Box, type Done, JAIL } from './support/box.ts'

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

/** A line of bash in which `jail` is the one that is tested. */
const bash = (line: string): Done => box.command(['bash', '-c', `jail() { '${JAIL}' "$@"; }; ${line}`])

describe('the exit code of the command is that of jail:', () => {
  test.each([
    0, 1, 2, 3, 7, 42, 63, 64, 77, 99, 100, 124, 125, 126, 127, 128, 129, 130, 137, 143, 200, 254, 255,
  ])('%d, without a word of jail', (code) => {
    expect(box.run(`exit ${code}`)).toEqual({ code, out: '', err: '' })
  })

  test('and a shell’s own 127 inside is not taken for one of jail', () => {
    const done = box.run('nosuch')
    expect(done.code).toBe(127)
    expect(done.err).toMatch(/^(\S*\/)?sh: .*nosuch: (command )?not found\n$/)
  })
})

describe('stdin', () => {
  test.each([
    ['text', 'one\ntwo', 'one\ntwo'],
    ['nothing at all', '', ''],
    ['2 MB', 'x'.repeat(2 ** 21), 'x'.repeat(2 ** 21)],
  ])('of %s reaches the command', (_, stdin, out) => {
    expect(box.run('cat', [], { stdin })).toEqual({ code: 0, out, err: '' })
  })

  test.each([
    ['at its end', "jail run -- sh -c 'read line; echo $?' </dev/null", '1\n'],
    ['closed', "jail run -- sh -c 'read line; echo $?' <&-", '1\n'],
    ['cut by the reader behind', 'printf x | jail run -- cat | head -c 1', 'x'],
    [
      'of which the command reads a part',
      "printf 'ab' | { jail run -- dd bs=1 count=1 2>/dev/null; echo; cat; }",
      'a\nb',
    ],
    ['that nobody reads', 'yes | jail run -- echo done', 'done\n'],
    ['from a file', 'printf text >file; jail run -- cat <file', 'text'],
    ['from one jail to the next', 'printf text | jail run -- cat | jail run -- tr a-z A-Z', 'TEXT'],
  ])('%s', (_, line, out) => {
    expect(bash(line)).toEqual({ code: 0, out, err: '' })
  })
})

describe('stdout', () => {
  test('passes every byte unchanged', () => {
    const script = `i=0; while [ $i -lt 256 ]; do printf "\\\\$(printf %o $i)"; i=$((i+1)); done | od -An -v -tu1 | tr -s ' \\n' ' '`
    const inside = `jail run -- sh -c '${script.split(' | od')[0]}' | od -An -v -tu1 | tr -s ' \\n' ' '`
    const all = ` ${Array.from({ length: 256 }, (_, byte) => byte).join(' ')} `
    expect(bash(inside).out).toBe(all)
  })

  test.each([
    ['closed', "jail run -- sh -c 'exit 5' >&-", 5],
    ['closed, and written to', "jail run -- sh -c 'echo text; exit 5' >&- 2>&-", 5],
    ['full', "jail run -- sh -c 'echo text 2>/dev/null' >/dev/full", 1],
    ['all three closed', "jail run -- sh -c 'exit 6' <&- >&- 2>&-", 6],
  ])('%s: jail does not hang, and the exit code is the command’s', (_, line, code) => {
    expect(bash(line)).toEqual({ code, out: '', err: '' })
  })

  test('goes into a file from where it stands, as >> wants it', () => {
    expect(bash('echo one >file; jail run -- echo two >>file; cat file').out).toBe('one\ntwo\n')
  })
})

describe('stderr', () => {
  test('stays apart from stdout, and unchanged', () => {
    const done = box.run(`printf 'out'; printf 'bwrap: \\033[31mred\\n\\tjail: {"exit-code": 3}' >&2; exit 4`)
    expect(done).toEqual({ code: 4, out: 'out', err: 'bwrap: \x1b[31mred\n\tjail: {"exit-code": 3}' })
  })

  test('keeps its order when it goes where stdout goes', () => {
    const script = 'for i in 1 2 3; do echo out $i; echo err $i >&2; done'
    expect(bash(`jail run -- sh -c '${script}' 2>&1`).out).toBe('out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n')
  })

  test('that looks like jail’s own report changes nothing', () => {
    expect(box.run("printf 'E\\002' >&2; exit 0")).toEqual({ code: 0, out: '', err: 'E\x02' })
  })

  test('closed: the command runs all the same', () => {
    expect(bash("jail run -- sh -c 'echo text; exit 5' 2>&-")).toEqual({ code: 5, out: 'text\n', err: '' })
  })
})

describe('words', () => {
  test('reach the command as they are, also empty ones, options and odd characters', () => {
    const words = [
      '',
      ' ',
      '--help',
      '--',
      '-x',
      'a b',
      '$HOME',
      '*',
      '"',
      "'",
      '\\',
      'ü',
      '\n',
      '--read',
      '=',
    ]
    const done = box.jail(['run', '--', 'printf', '[%s]', ...words])
    expect(done).toEqual({ code: 0, out: words.map((word) => `[${word}]`).join(''), err: '' })
  })

  test('behind the command need no --', () => {
    const done = box.jail(['run', 'printf', '[%s]', '--help', '--version', '--', '-h'])
    expect(done).toEqual({ code: 0, out: '[--help][--version][--][-h]', err: '' })
  })

  test('of 100 KB each, and 500 KB in all, get there', () => {
    const words = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(100_000))
    expect(box.jail(['run', '--', 'printf', '%s', ...words]).out).toBe(words.join(''))
  })
})
