import { afterAll, test } from 'bun:test'
import { Box, JAIL } from './support/box.ts'
import { Terminal } from './support/terminal.ts'

const box = new Box()
let terminal: Terminal | undefined
afterAll(() => {
  terminal?.remove()
  box.remove()
})

test('a command that takes the terminal and closes it to other writers does not hide the review', async () => {
  const script = [
    'import os, signal, termios',
    'open(".envrc", "w").write("x")',
    'signal.signal(signal.SIGTTOU, signal.SIG_IGN)',
    'how = termios.tcgetattr(2); how[3] |= termios.TOSTOP; termios.tcsetattr(2, termios.TCSANOW, how)',
    'os.setpgid(0, 0); os.tcsetpgrp(2, os.getpid()); print("taken")',
  ].join('\n')
  terminal = new Terminal(box, [JAIL, 'run', '--', 'python3', '-c', script])
  await terminal.shows(/^taken$/m)
  await terminal.shows(/\.envrc is new/)
})
