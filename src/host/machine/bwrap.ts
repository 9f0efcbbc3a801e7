import { hasFileCapabilities } from '../../sys/attributes.ts'
import { clearAmbientCapabilities } from '../../sys/capabilities.ts'
import { answerIn, distrustOf, findBwrap } from '../gather/bwrap.ts'
import type { BwrapPlace } from '../machine.ts'
import { type Gatherer, type Ground, onceFor } from './gatherer.ts'
import { outputOf } from './program.ts'

/** Longest wait for each answer of bwrap, which takes 5 ms. */
const ANSWER_LIMIT_MS = 1500

/** Which bwrap jail uses, whether it may be trusted, and what it can do. Works without a home folder. */
export const bwrap: Gatherer<'bwrap'> = { facet: 'bwrap', limitMs: 4000, gather: askBwrap }

/** The same bwrap as `jail run` takes, asked anew but once for a ground, and without holding up anything else. */
export function askBwrap(ground: Ground): Promise<BwrapPlace> {
  return onceFor(ANSWERS, ground, () => ask(ground))
}

const ANSWERS = new WeakMap<Ground, Promise<BwrapPlace>>()

async function ask({ env, uid, files }: Ground): Promise<BwrapPlace> {
  const found = findBwrap({ env, uid }, files)
  if ('why' in found)
    return found.why === 'absent'
      ? { state: 'absent' }
      : { state: 'unusable', why: found.why, because: distrustOf(env, found.why) }
  const { path, stat } = found
  // After a pause, in which the gatherer of this process's state has seen the capabilities as they were.
  await Bun.sleep(0)
  clearAmbientCapabilities(files.libc)
  const [help, version] = await Promise.all([
    outputOf([path, '--help'], ANSWER_LIMIT_MS),
    outputOf([path, '--version'], ANSWER_LIMIT_MS),
  ])
  if (help === 'silent')
    return {
      state: 'unusable',
      why: `${path} --help does not answer within ${ANSWER_LIMIT_MS} ms`,
      because: 'silent',
    }
  const answer = answerIn(path, help, () => version)
  if ('why' in answer) return { state: 'unusable', why: answer.why, because: distrustOf(env, answer.why) }
  const fileCapabilities = hasFileCapabilities(path, files.libc)
  return { state: 'usable', path, setuid: (stat.mode & 0o4000) !== 0, fileCapabilities, ...answer }
}
