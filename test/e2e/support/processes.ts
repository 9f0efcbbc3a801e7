import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { until } from './box.ts'

/** Processes of this machine whose command line holds `mark`, with that line. The tests' own process never counts. */
export function processesWith(mark: string): { readonly pid: number; readonly line: string }[] {
  const found: { pid: number; line: string }[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const line = read(`/proc/${name}/cmdline`)?.replaceAll('\0', ' ').trim()
    // One that has ended and waits for its parent has no command line any more.
    if (line?.includes(mark)) found.push({ pid, line })
  }
  return found
}

/** Ends all processes that have `mark`; one may end by itself in between. */
export function endAll(mark: string): void {
  for (const { pid } of processesWith(mark)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
}

/** Waits until no process has `mark`; throws with those that are left. */
export async function gone(mark: string, limitMs: number): Promise<void> {
  const left = () => processesWith(mark).map(({ pid, line }) => `${pid} ${line}`)
  await until(`the end of\n${left().join('\n')}`, () => (left().length === 0 ? true : undefined), limitMs)
}

/** The processes below `pid`, children before theirs. */
export function descendants(pid: number): number[] {
  const children = (read(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ').filter(Boolean).map(Number)
  return children.flatMap((child) => [child, ...descendants(child)])
}

/** Whether a process is a bwrap that has not yet been told by its parent to go on: it waits in eventfd_read. */
export function isUnborn({ pid, line }: { readonly pid: number; readonly line: string }): boolean {
  const waits = read(`/proc/${pid}/syscall`) ?? ''
  const [number, fd] = waits.split(' ')
  const target = fd === undefined ? '' : link(`/proc/${pid}/fd/${Number(fd)}`)
  return line.startsWith('bwrap ') && number === READ && target === 'anon_inode:[eventfd]'
}

/** read(2) in /proc/PID/syscall. */
const READ = process.arch === 'arm64' ? '63' : '0'

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

/** A file of /proc; undefined when the process has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
