import { readdirSync, readFileSync } from 'node:fs'
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

/** A file of /proc; undefined when the process has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
