import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

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

/** Makes a field with an unguessable name, mode 0700; `remove` takes all of it away. */
export function makeGround(stateHome: string): Ground & { readonly remove: () => void } {
  const folder = fieldFolder(stateHome)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const top = realpathSync(mkdtempSync(join(folder, `${process.pid}-`)))
  chmodSync(top, 0o700)
  const canary = `jail-canary-${crypto.randomUUID()}`
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
  plant(join(ground.project, '.jail.yaml'), PROJECT_RULES)
  return { ...ground, remove: () => rmSync(top, { recursive: true, force: true }) }
}

/** The settings that the field's project brings along; they close only, so nobody has to allow them. */
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

/** Puts a file into the field, with its folders. */
export function plant(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { mode })
  chmodSync(path, mode)
}

/** Removes what a run that was killed has left: fields whose process is gone. */
export function sweep(stateHome: string): void {
  const folder = fieldFolder(stateHome)
  for (const name of namesIn(folder)) {
    const pid = Number(name.split('-')[0])
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true })
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
