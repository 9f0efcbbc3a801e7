import type { Run } from '../cli/call.ts'
import { EXIT, JailError } from '../errors.ts'
import { lookInside } from '../host/sight.ts'
import { Walker } from '../host/walk.ts'
import { decidePath } from '../plan/decide-path.ts'
import { type Box, boxOf } from '../plan/explanation.ts'
import { WHY } from '../plan/fixed.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { jsonText } from '../ui/escape.ts'
import { printResult } from '../ui/print.ts'

/** `jail why`: inside a box, which rule decided for a path. What it reads can be forged inside: it is only printed. */
export const run: Run = async ({ options, words }) => {
  const [text, more] = words
  if (text === undefined || more !== undefined)
    throw new JailError('usage.one-path', 'jail why takes one path.', { fix: 'Type: jail why PATH' })
  const files = new Files(new Libc())
  const box = readBox(files)
  const cwd = files.readLink('/proc/self/cwd')
  if (typeof cwd !== 'string' && !text.startsWith('/'))
    throw unsure('why.folder', 'The current folder is not there any more.', 'Give an absolute path.')
  const path = text.startsWith('/')
    ? text
    : text === '~' || text.startsWith('~/')
      ? box.home + text.slice(1)
      : `${cwd}/${text}`
  const found = decidePath(box, path, lookInside(new Walker(files)))
  if (!found) throw unsure('why.loop', 'The links of this path lead in a circle.', 'Name another path.')
  const forPerson = found.fix === undefined ? [] : [`For the person outside: ${found.fix}`]
  printResult(options.json ? jsonText(found) : [found.sentence, ...forPerson].join('\n'))
  return EXIT.ok
}

function readBox(files: Files): Box {
  const text = files.readText(WHY)
  if (typeof text === 'number')
    throw unsure(
      'why.outside',
      `jail why works inside a jail, and there is no ${WHY} here.`,
      'Outside, type: jail explain PATH',
    )
  const box = parsed(text)
  if (!box)
    throw unsure(
      'why.data',
      `${WHY} is not what this version of jail made.`,
      'Ask outside: jail explain PATH',
    )
  return box
}

/** It can be written inside, so anything may stand in it. */
function parsed(text: string): Box | undefined {
  try {
    return boxOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

function unsure(id: string, sentence: string, fix: string): JailError {
  return new JailError(id, sentence, { fix, exit: EXIT.unknown })
}
