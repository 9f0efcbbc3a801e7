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

/** Why nothing of bwrap ran: what the kernel refused, with the errno. */
export type NotStarted = { readonly what: 'bwrap' | 'scopes' | 'processes' | 'shim'; readonly errno: number }

/** The cause and the sentence for a bwrap, at `path`, that did not even start. */
export function explainStart(
  path: string,
  { what, errno }: NotStarted,
  host: Blockers,
): { readonly cause: Cause; readonly sentence: string } {
  const cause =
    what === 'shim' && errno === EACCES ? causeOf('start-file', '', host) : refusal(path, what, errno)
  return { cause, sentence: `The jail could not be set up: ${cause.cause}.` }
}

function refusal(path: string, what: NotStarted['what'], errno: number): Cause {
  if (what === 'scopes')
    return {
      id: 'scopes',
      cause: `the kernel has Landlock's scopes and refused to set them (errno ${errno}), so signals would reach the host`,
      fix: 'Start jail outside of other sandboxes: 16 layers of Landlock are the most, and a filter may refuse it.',
    }
  if (what === 'processes')
    return {
      id: 'processes-limit',
      cause: `the kernel refused to limit the processes of the box (errno ${errno})`,
      fix: 'Write limits: {processes: null}, or look for another sandbox around jail whose filter refuses setrlimit.',
    }
  return {
    id: 'spawn',
    cause: `${path} could not be started (errno ${errno})`,
    fix: 'Check that it is executable and that memory and processes are not used up.',
  }
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
