import { EXIT, JailError } from '../errors.ts'
import type { Blockers } from '../host/blockers.ts'
import type { Cause } from './cause.ts'
import { causeOf } from './causes.ts'
import { classify, ownWords } from './classify.ts'

/** The sentence for a box that could not be set up: the cause on this machine, then bwrap's own words. */
export function setupFailure(text: string, host: Blockers): JailError {
  const { cause, sentence } = explainSetup(text, host)
  return new JailError(`bwrap.${cause.id}`, sentence, { fix: cause.fix })
}

/** The same in its parts, for `doctor`. */
export function explainSetup(
  text: string,
  host: Blockers,
): { readonly cause: Cause; readonly words: string; readonly sentence: string } {
  const words = ownWords(text)
  const cause = causeOf(classify(words), words, host)
  const sentence = `The jail could not be set up: ${cause.cause}. bwrap ${host.bwrapVersion} says: ${words || 'nothing'}`
  return { cause, words, sentence }
}

const ENOENT = 2
const ENOEXEC = 8
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
  const [why, fix] =
    errno === EACCES
      ? [
          'permission was denied (its folder may be mounted noexec)',
          `Type: ls -l ${path}; findmnt -T ${path}`,
        ]
      : errno === ENOEXEC
        ? ['it has no #! line, or is made for another processor', `Type: file ${path}`]
        : [`errno ${errno}`, `Type: ls -l ${path}`]
  return new JailError('exec.refused', `${path} could not be executed inside: ${why}.`, {
    exit: EXIT.notExecutable,
    fix,
  })
}
