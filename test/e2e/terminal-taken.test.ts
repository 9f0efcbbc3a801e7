import { afterAll, expect, test } from 'bun:test'
import { Box, JAIL } from './support/box.ts'

const box = new Box()
afterAll(() => {
  box.remove()
})

test('a command that takes the terminal and closes it to other writers does not hide the review', () => {
  const script = [
    'import os, signal, termios',
    'open(".envrc", "w").write("x")',
    'signal.signal(signal.SIGTTOU, signal.SIG_IGN)',
    'how = termios.tcgetattr(2); how[3] |= termios.TOSTOP; termios.tcsetattr(2, termios.TCSANOW, how)',
    'os.setpgid(0, 0); os.tcsetpgrp(2, os.getpid()); print("taken")',
  ].join('\n')
  // Not tmux, in which this signal does not come.
  const inTerminal = 'import pty, sys; pty.spawn(sys.argv[1:])'
  const { out } = box.command(['python3', '-c', inTerminal, JAIL, 'run', '--', 'python3', '-c', script])
  expect(out).toMatch(/taken.*\.envrc is new/s)
})
