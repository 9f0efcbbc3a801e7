import { ptr } from 'bun:ffi'
import type { Launch } from '../plan/encode.ts'
import type { Files } from '../sys/files.ts'
import { type Box, openBox, refused, tie } from './box.ts'
import { Descriptors, sealDescriptors } from './descriptors.ts'
import { Gate } from './gate.ts'
import { limitedStart, processesOf, startLimited } from './limited.ts'
import { judge, type Outcome, reap } from './outcome.ts'
import { endUnfinished, takeInOrphans } from './process.ts'
import { raiseOpenFiles, restoreCallersState } from './restore.ts'
import { spawn } from './spawn.ts'
import { StatusPipe } from './status-pipe.ts'

/** How often the end of bwrap is looked for, in milliseconds. */
const LOOK_EVERY_MS = 2
const SIG_BLOCK = 0
const SIGSET_BYTES = 8

/**
 * Starts a line as `launch` does, with the same descriptors, shim and limits, but leaves this process as it was: no
 * signal is blocked, others may run meanwhile, nothing that bwrap or the command writes is seen, and after `limitMs`
 * both are ended. For `doctor`, whose command is `true`. Answers `late` when it was ended for the limit.
 */
export async function tryLine(
  line: Launch,
  files: Files,
  limitMs: number,
): Promise<Outcome | { readonly kind: 'late' }> {
  const limited = await limitedStart(line, files)
  sealDescriptors(files)
  const descriptors = new Descriptors(files)
  try {
    const nowhere = descriptors.memory('jail-nowhere', new Uint8Array())
    const own = { blocked: blockedSignals(files), stderr: nowhere, processes: processesOf(line, files) }
    const box = openBox(line, own, descriptors)
    takeInOrphans(files, true)
    const pid = startLimited(limited, box.entry, () =>
      spawnQuietly({ line, box, nowhere }, files, descriptors),
    )
    if (pid < 0) return refused(line, box, -pid)
    tie(box, pid, files)
    descriptors.drop(box.statusEnd)
    const status = new StatusPipe(files, box.status)
    const gate = new Gate(files, descriptors, { gate: box.gate, line })
    const end = Bun.nanoseconds() + limitMs * 1e6
    for (let ended = reap(files, pid); ; ended = reap(files, pid)) {
      gate.look()
      if (ended && ended !== 'stopped') {
        if (gate.moved) return { kind: 'moved', ...gate.moved }
        const parts = { file: line.file, report: box.report, status: status.read() }
        return judge(files, { ...ended, stopped: undefined }, parts)
      }
      if (Bun.nanoseconds() > end) break
      await Bun.sleep(LOOK_EVERY_MS)
    }
    endUnfinished(files, pid)
    await reaped(files, pid)
    return { kind: 'late' }
  } finally {
    takeInOrphans(files, false)
    limited?.remove()
    descriptors.close()
  }
}

type Quiet = {
  readonly line: Launch
  readonly box: Box
  readonly nowhere: number
}

/** Without a pause in it: nothing else of this process runs while its own descriptors and limits are others. */
function spawnQuietly({ line, box, nowhere }: Quiet, files: Files, descriptors: Descriptors): number {
  const { libc } = files
  const ownOutput = descriptors.duplicate(1)
  const ownStderr = descriptors.duplicate(2)
  restoreCallersState(files)
  libc.call('dup3', nowhere, 1)
  try {
    const { file, argv, report: stderr } = box
    return spawn(libc, { file, argv, env: line.env, stderr, ownStderr })
  } finally {
    libc.call('dup3', ownOutput, 1)
    raiseOpenFiles(files)
  }
}

/** The signals that this thread has blocked, a bit each: the command gets the same. */
function blockedSignals({ libc }: Files): number {
  const mask = new BigUint64Array(1)
  libc.call('rt_sigprocmask', SIG_BLOCK, 0, ptr(mask), SIGSET_BYTES)
  return Number((mask[0] ?? 0n) & 0xffff_ffffn)
}

/** A killed process is gone at once, unless the kernel holds it; then it is left to the end of jail. */
async function reaped(files: Files, pid: number): Promise<void> {
  for (let look = 0; look < 50 && !reap(files, pid); look++) await Bun.sleep(LOOK_EVERY_MS)
}
