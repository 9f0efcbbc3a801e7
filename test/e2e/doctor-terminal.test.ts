import { afterAll, describe, expect, test } from 'bun:test'
import { chmodSync, statSync } from 'node:fs'
import { Box, JAIL, until } from './support/box.ts'
import { Terminal } from './support/terminal.ts'

const box = new Box()
afterAll(() => box.remove())
const MEND = [JAIL, 'doctor', '--fix', '--only', 'trust.settings']

/** A config that others may write, and how it stands now. */
function plantOpenConfig(): () => number {
  const path = box.plant('.config/jail/config.yaml', 'network: none\n')
  chmodSync(path, 0o666)
  return () => statSync(path).mode & 0o777
}

describe('in a terminal, jail doctor --fix asks before it runs a command', () => {
  test('and runs it after a yes', async () => {
    const mode = plantOpenConfig()
    const terminal = new Terminal(box, MEND)
    try {
      await terminal.shows(/chmod go-w ~\/\.config\/jail\/config\.yaml\n\s*Run it\? \[y\/N\]/)
      expect(mode()).toBe(0o666)
      terminal.type('y')
      await terminal.shows(/To see what has changed: jail doctor/)
      expect(await until('the mode', () => (mode() === 0o644 ? mode() : undefined))).toBe(0o644)
    } finally {
      terminal.remove()
    }
  })

  test.each(['', 'n', 'yep'])('and not after %j', async (answer) => {
    const mode = plantOpenConfig()
    const terminal = new Terminal(box, MEND)
    try {
      await terminal.shows(/Run it\? \[y\/N\]/)
      terminal.type(answer)
      await terminal.shows(/Left out\./)
      expect(mode()).toBe(0o666)
    } finally {
      terminal.remove()
    }
  })
})

test.each([
  ['signs where the language has them', {}, /✓ TERM is screen/],
  ['words elsewhere', { LANG: 'C' }, /\[ok\] TERM is screen/],
] as const)('in a terminal the report has %s', async (_, env, sees) => {
  const terminal = new Terminal(box, [JAIL, 'doctor', 'terminal'], env)
  try {
    await terminal.shows(sees)
  } finally {
    terminal.remove()
  }
})
