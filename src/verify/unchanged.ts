import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { plant } from './field.ts'
import { appendMark, readMark, tried } from './hands.ts'
import { placeIn } from './place.ts'
import { type Attempt, defineProbe, type Field, type Guard, type Probe } from './probe.ts'

/** A probe that changes a file, and looks outside whether the host's own has the change. */
export function unchangedFile({
  id,
  claim,
  path,
  profile,
  text = '',
  guards = [{ absence: path, writable: true }],
}: Pick<Probe, 'id' | 'claim' | 'profile'> & {
  readonly path: string
  /** What is in it before, where somebody reads it. */
  readonly text?: string
  readonly guards?: readonly Guard[]
}): Probe {
  return defineProbe({
    id,
    claim,
    guards,
    ...(profile === undefined ? {} : { profile }),
    plant: (field) => plant(placeIn(path, field), text),
    attempt: (field) => changeFile(placeIn(path, field), field),
    reached: (field) => readMark(placeIn(path, field), field.canary),
  })
}

/** Changes a file in place, or else by another in its place, or else by another folder in the place of its folder. */
export function changeFile(path: string, field: Pick<Field, 'canary' | 'home' | 'project'>): Attempt {
  const line = `# ${field.canary}\n`
  const folder = dirname(path)
  const ways: (() => Attempt)[] = [() => appendMark(path, line), () => putOver(path, line)]
  // The project and the home hold all that the other probes need.
  if (folder !== field.project && folder !== field.home) ways.push(() => putAnew(path, line))
  const refusals: string[] = []
  for (const way of ways) {
    const attempt = way()
    if (attempt.worked) return attempt
    refusals.push(attempt.evidence)
  }
  return { worked: false, evidence: refusals.join(', ') }
}

/** As git and editors do: write(2) on the file itself is not needed for a change. */
function putOver(path: string, text: string): Attempt {
  return tried(() => {
    const beside = `${path}.new`
    writeFileSync(beside, text)
    renameSync(beside, path)
    return { worked: true, evidence: `put another file over ${path}` }
  })
}

function putAnew(path: string, text: string): Attempt {
  return tried(() => {
    const folder = dirname(path)
    renameSync(folder, `${folder}.aside`)
    mkdirSync(folder)
    writeFileSync(join(folder, basename(path)), text)
    return { worked: true, evidence: `moved ${folder} aside and made another` }
  })
}
