import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { JailError } from '../errors.ts'
import { newCanary } from './canary.ts'

/** Where the fields of `jail verify` lie, below jail's state folder, which no box shows. */
export function fieldFolder(stateHome: string): string {
  return join(stateHome, 'jail', 'verify')
}

export type Ground = {
  readonly top: string
  readonly home: string
  readonly project: string
  readonly other: string
  readonly outside: string
  readonly canary: string
}

/**
 * Makes a field with an unguessable name, mode 0700; `remove` takes all of it away. Throws `verify.field` where the state
 * folder cannot be written.
 */
export function makeGround(stateHome: string): Ground & { readonly remove: () => void } {
  const folder = fieldFolder(stateHome)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const top = realpathSync(mkdtempSync(join(folder, `${process.pid}-`)))
    chmodSync(top, 0o700)
    const ground = layOut(top, newCanary())
    return { ...ground, remove: () => rmSync(top, { recursive: true, force: true }) }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new JailError(
      'verify.field',
      `The attacks need a place of their own, but ${folder} cannot be written: ${error.message}.`,
      {
        fix: 'Free some space there, or set XDG_STATE_HOME to another folder.',
      },
    )
  }
}

/** Another field with the same mark, which goes when the first goes: what is done in one is not seen in the other. */
export function makeGroundBeside({ top, canary }: Ground, number: number): Ground {
  return layOut(join(top, `beside-${number}`), canary)
}

function layOut(top: string, canary: string): Ground {
  const home = join(top, 'home')
  const ground = {
    top,
    home,
    project: join(home, 'src/project'),
    other: join(home, 'src/other'),
    outside: join(top, 'outside'),
    canary,
  }
  for (const place of [ground.project, ground.other, ground.outside]) mkdirSync(place, { recursive: true })
  makeRepository(ground.project)
  return ground
}

/** Gives a field's project settings of its own. */
export function plantRules({ project }: Ground): void {
  plant(join(project, '.jail.yaml'), PROJECT_RULES)
}

/** They close only, so nobody has to allow them. */
export const PROJECT_RULES = 'hide: [./secrets]\n'
/** The field's own settings of git, as git makes them. */
export const GIT_CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n'

/** A folder with a git folder in it. */
export function makeRepository(folder: string): void {
  makeGitFolder(join(folder, '.git'))
}

/** The least that git takes for a git folder, written by us: no program is run for it. What is there is put right. */
export function makeGitFolder(git: string): void {
  for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'hooks', 'info'])
    mkdirSync(join(git, name), { recursive: true })
  writeFileSync(join(git, 'HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(join(git, 'config'), GIT_CONFIG)
}

/** Puts a file into the field, with its folders, in place of what an earlier try left there. */
export function plant(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  writeFileSync(path, text, { mode })
  chmodSync(path, mode)
}

/** The person's own settings count in the field too: its home gets a copy of `config.yaml` and the profiles. */
export function plantSettings(from: string, home: string): void {
  const to = join(home, '.config/jail')
  for (const name of ['config.yaml', ...namesIn(join(from, 'profiles')).map((file) => `profiles/${file}`)]) {
    const text = textOf(join(from, name))
    if (text !== undefined && name.endsWith('.yaml')) plant(join(to, name), text)
  }
}

/** What bwrap has answered to a start of the person comes along, so that not every box asks it again. */
export function plantAnswer(stateHome: string, home: string): void {
  const name = 'jail/bwrap.json'
  try {
    plant(join(home, '.local/state', name), readFileSync(join(stateHome, name), 'utf8'))
  } catch {
    // None that this person can read: then each start asks, as it would anywhere.
  }
}

/** A file's text; undefined when there is none. What is there and cannot be read throws: the plan would be another. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new JailError('verify.settings', `${path} cannot be read: ${String(error)}.`, {
      fix: 'Type: jail config check',
    })
  }
}

/** Removes what a run that was killed has left: fields whose process is gone. One of root (`sudo`) stays for root. */
export function sweep(stateHome: string): void {
  const folder = fieldFolder(stateHome)
  for (const name of namesIn(folder)) {
    const pid = Number(name.split('-')[0])
    if (Number.isInteger(pid) && !isAlive(pid)) removeIfOurs(join(folder, name))
  }
}

function removeIfOurs(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // None was ever made.
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).isDirectory()
  } catch {
    return false
  }
}
