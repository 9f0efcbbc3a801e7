import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseReport, parseStatus, type ShimFailure } from '../../src/launch/status.ts'

describe('what bwrap says about the box', () => {
  // As written by bwrap 0.4.1 to 0.13.1: one JSON object a line.
  const START = '{ "child-pid": 4711, "cgroup-namespace": 4026532650, "pid-namespace": 4026532649 }\n'
  test.each([
    ['', { childPid: undefined, exitCode: undefined }, 'nothing yet'],
    [START, { childPid: 4711, exitCode: undefined }, 'the box is there, the command has not ended'],
    [`${START}{ "exit-code": 0 }\n`, { childPid: 4711, exitCode: 0 }, 'the command ended well'],
    [`${START}{ "exit-code": 137 }\n`, { childPid: 4711, exitCode: 137 }, 'the command was killed'],
    ['{"child-pid":12}', { childPid: 12, exitCode: undefined }, 'without spaces'],
    [`${START}{ "exit-`, { childPid: 4711, exitCode: undefined }, 'a line was cut off in a name'],
    [
      `${START}{ "exit-code": `,
      { childPid: 4711, exitCode: undefined },
      'a line was cut off before a number',
    ],
    ['{ "child-pid": null }', { childPid: undefined, exitCode: undefined }, 'no number'],
    ['{ "other-child-pid": 3 }', { childPid: undefined, exitCode: undefined }, 'another name'],
  ] as const)('%j is %j: %s', (text, status) => {
    expect(parseStatus(text)).toEqual(status)
  })
})

const failed = (what: ShimFailure['what'], errno: number): ShimFailure => ({ what, errno })

describe('what the shims say about the command, about bwrap and about the scopes', () => {
  const bytes = (text: string, ...more: number[]) =>
    new Uint8Array([...new TextEncoder().encode(text), ...more])
  test.each([
    ['nothing: the command started', '', [], undefined],
    ['there is no such program', '', [0x45, 2], failed('command', 2)],
    ['it must not be executed', '', [0x45, 13], failed('command', 13)],
    ['a report behind words of bwrap', 'bwrap: a warning\n', [0x45, 8], failed('command', 8)],
    ['bwrap is gone', '', [0x42, 2], failed('bwrap', 2)],
    ['too many layers of Landlock', '', [0x4c, 7], failed('scopes', 7)],
    ['no limit of processes', '', [0x50, 1], failed('processes', 1)],
    ['words of bwrap alone', 'bwrap: no such FILE\n', [], undefined],
    ['one letter is no report', 'E', [], undefined],
    ['two bytes that are no report', 'ü', [], undefined],
  ] as const)('%s', (_, text, report, failure) => {
    expect(parseReport(bytes(text, ...report))).toEqual({ text, failure })
  })

  test('no words of bwrap are a report, since they end with a newline and execve never fails with 10', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('E', 'B', 'L', 'e', ' ', '/', 'ü', ':') }), (words) => {
        expect(parseReport(bytes(`${words}\n`))).toEqual({ text: `${words}\n`, failure: undefined })
      }),
    )
  })
  test('every errno of execve behind any words is one', () => {
    // execve(2): ENOENT, ENOTDIR, EACCES, ENOEXEC, ELOOP, E2BIG, ETXTBSY, ENOMEM, EIO, EPERM
    const errno = fc.constantFrom(2, 20, 13, 8, 40, 7, 26, 12, 5, 1)
    fc.assert(
      fc.property(fc.string(), errno, (words, number) => {
        expect(parseReport(bytes(words, 0x45, number)).failure).toEqual(failed('command', number))
      }),
    )
  })
})
