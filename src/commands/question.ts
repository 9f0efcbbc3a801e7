import type { Files } from '../sys/files.ts'
import { printQuestion } from '../ui/print.ts'

const TCFLSH = 0x540b
const TCIFLUSH = 0

/**
 * Asks on the terminal; only y and yes are a yes, and without a terminal it is a no. What was typed before the question
 * was shown is no answer (tcflush(3)).
 */
export function saysYes(question: string, files: Files): boolean {
  const fd = files.open('/dev/tty')
  if (fd < 0) return false
  files.libc.call('ioctl', fd, TCFLSH, TCIFLUSH)
  printQuestion(`${question} [y/N] `)
  const answer = new TextDecoder().decode(files.readStream(fd)).trim().toLowerCase()
  files.libc.call('close', fd)
  return answer === 'y' || answer === 'yes'
}
