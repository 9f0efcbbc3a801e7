import type { Answer } from './check.ts'

/** One command that mends something, and what it mends. */
export type Remedy = { readonly id: string; readonly command: string; readonly root: boolean }

/**
 * The commands of all findings that have some, in list order, each once. Commands that need root get `sudo` for others.
 * Nothing is run here: `jail doctor --fix` shows each and asks.
 */
export function remediesOf(answers: readonly Answer[], uid: number): Remedy[] {
  const seen = new Set<string>()
  const remedies: Remedy[] = []
  for (const { id, finding } of answers) {
    if (finding.status !== 'warn' && finding.status !== 'fail') continue
    const { commands = [], root = false } = finding.fix
    for (const bare of commands) {
      const command = root && uid !== 0 && !bare.startsWith('sudo ') ? `sudo ${bare}` : bare
      if (seen.has(command)) continue
      seen.add(command)
      remedies.push({ id, command, root })
    }
  }
  return remedies
}
