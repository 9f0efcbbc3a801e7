import { ptr } from 'bun:ffi'
import type { Files } from '../sys/files.ts'
import { endOrphans, isBwrap } from './process.ts'
import { parseReport, type Status } from './status.ts'

const WNOHANG = 1
const WUNTRACED = 2
const SIGKILL = 9
/** The lower half of what wait(2) tells of a child that is stopped. */
const STOPPED = 0x7f
/** The exit code of what a signal has ended is this and the signal's number, as in a shell. */
const KILLED = 128
/** More than bwrap's status lines, or its last words, ever have. */
const REPORT_BYTES = 65_536

/** How a start ended: with the command's exit code, or before the command ran. */
export type Outcome =
  | { readonly kind: 'ran'; readonly code: number }
  | { readonly kind: 'exec-failed'; readonly errno: number }
  /** bwrap itself did not start: the kernel refused it, the scopes or the limit of processes that it was to start with, or the shim for them. */
  | {
      readonly kind: 'not-started'
      readonly what: 'bwrap' | 'scopes' | 'processes' | 'shim'
      readonly errno: number
    }
  /** bwrap's own words. */
  | { readonly kind: 'setup-failed'; readonly text: string }
  /** Another place than the planned one was mounted at `path`: the command was not started. */
  | { readonly kind: 'moved'; readonly path: string; readonly found: string }
  /** Stopped by this signal before the command ran, or bwrap or the first process of the box was killed by it. */
  | { readonly kind: 'killed'; readonly signal: number }

/** How bwrap itself ended, and the signal that jail stopped it for. */
export type Ended = {
  readonly exit: number | undefined
  readonly signal: number | undefined
  readonly stopped: number | undefined
}

/** What the end of bwrap means. Ends what a failed set-up leaves behind. */
export function judge(
  files: Files,
  ended: Ended,
  box: { readonly file: string; readonly report: number; readonly status: Status },
): Outcome {
  const { status } = box
  const { text, failure } = parseReport(files.readAt(box.report, 0, REPORT_BYTES))
  if (failure?.what === 'command') return { kind: 'exec-failed', errno: failure.errno }
  if (failure) return { kind: 'not-started', what: failure.what, errno: failure.errno }
  if (status.exitCode !== undefined) return { kind: 'ran', code: status.exitCode }
  endOrphans(files)
  // A failed set-up can leave the box's first process behind, for ever and in spite of --die-with-parent.
  if (status.childPid !== undefined && isBwrap(files, status.childPid, box.file))
    files.libc.call('kill', status.childPid, SIGKILL)
  if (ended.stopped !== undefined) return { kind: 'killed', signal: ended.stopped }
  if (ended.signal !== undefined) return { kind: 'killed', signal: ended.signal }
  // bwrap answers 1 to all problems of its own, and this when the box's first process was killed before the command ran.
  if (ended.exit !== undefined && ended.exit > KILLED) return { kind: 'killed', signal: ended.exit - KILLED }
  return { kind: 'setup-failed', text }
}

/** How a child has ended; undefined while it lives. A stop is answered once, as `stopped` (wait(2)). */
export function reap(files: Files, pid: number): Omit<Ended, 'stopped'> | 'stopped' | undefined {
  const state = new Int32Array(1)
  if (files.libc.call('wait4', pid, ptr(state), WNOHANG | WUNTRACED) !== pid) return undefined
  const word = state[0] ?? 0
  if ((word & 0xff) === STOPPED) return 'stopped'
  const died = word & 0x7f
  return died === 0 ? { exit: (word >> 8) & 0xff, signal: undefined } : { exit: undefined, signal: died }
}
