import { EXIT, JailError } from '../errors.ts'
import { visible } from '../ui/escape.ts'

/** The sentence for a box that could not be set up, from bwrap's own words. */
export function setupFailure(text: string): JailError {
  const own = visible(text.trim()) || 'bwrap ended without a word'
  return new JailError('bwrap.failed', `The jail could not be set up: ${own}`, {
    fix: 'Nothing was started. Try: bwrap --unshare-user --ro-bind / / true',
  })
}

const ENOENT = 2
const EACCES = 13

/** The sentence for a command that is there but did not start inside (execve(2)). */
export function execFailure(path: string, errno: number): JailError {
  if (errno === ENOENT) {
    return new JailError(
      'exec.missing',
      `${path} is there outside but could not be started inside: it, or the program that it is written for, is not visible there.`,
      {
        exit: EXIT.notFound,
        fix: `Show its folder: jail run --read ${path.slice(0, path.lastIndexOf('/')) || '/'} …`,
      },
    )
  }
  const why = errno === EACCES ? 'permission was denied (its folder may be mounted noexec)' : `errno ${errno}`
  return new JailError('exec.refused', `${path} could not be executed inside: ${why}.`, {
    exit: EXIT.notExecutable,
    fix: `Type: ls -l ${path}; findmnt -T ${path}`,
  })
}
