import { readFileSync } from 'node:fs'

/** One value of /proc/self/status (proc_pid_status(5)). Throws when it is not there. */
export function statusOf(key: string): string {
  const line = readFileSync('/proc/self/status', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${key}:`))
  if (line === undefined) throw new Error(`/proc/self/status has no ${key}`)
  return line.slice(key.length + 1).trim()
}
