import { matchesPattern } from '../../policy/paths.ts'
import type { Scope, Watched } from '../../review/state.ts'
import {
  GIT_POINTER,
  HARMLESS_IN_GIT,
  IN_GIT,
  SAMPLE,
  SIGNS_OF_GIT,
  waitingFor,
} from '../../review/watched.ts'
import type { Files } from '../../sys/files.ts'
import { type Surveyed, Surveyor } from '../../sys/survey.ts'
import { type Here, type Visit, walkTree } from '../tree-walk.ts'
import type { Walker } from '../walk.ts'
import { Contents } from './contents.ts'
import { Followed, Listed } from './listed.ts'
import type { Before, Machine, Survey } from './look.ts'
import { type Carry, type Enter, Everywhere, isWatched, matchOf } from './matching.ts'
import { Oddities } from './odd.ts'

/** Most files and folders that are looked at in one place outside of the project. */
const MOST_OUTSIDE = 20_000
/** How deep git folders are looked for in a place that holds some. */
const GITS_DEPTH = 12
/** In a git folder these hold git's own data by the thousand, and no git folders. */
const GIT_DATA: readonly string[] = ['objects', 'refs', 'logs', 'lfs', 'annex']
const NOT_ENTERED = 'node_modules'

/**
 * Looks at all that a scope names. `before`: the state to compare with later, so that what was too much to be read then
 * is judged by its stamp again.
 */
export function survey(scope: Scope, machine: Machine, before?: Before): Survey {
  return new SurveyOf(scope, machine, before).run(machine.most)
}

class SurveyOf {
  readonly #scope: Scope
  readonly #walker: Walker
  readonly #files: Files
  readonly #surveyor: Surveyor
  readonly #contents: Contents
  readonly #everywhere: Everywhere
  readonly #inGit = waitingFor(IN_GIT)
  readonly #watched = new Map<string, Watched>()
  readonly #odd: Oddities
  readonly #before: Before | undefined
  readonly #gaps: string[] = []
  readonly #unlisted: string[] = []
  readonly #listed: Listed
  readonly #followed: Followed
  #place: string

  constructor(scope: Scope, { walker, files }: Machine, before: Before | undefined) {
    this.#scope = scope
    this.#walker = walker
    this.#files = files
    this.#before = before
    this.#place = scope.project
    this.#contents = new Contents(files, before?.seen)
    this.#odd = new Oddities(scope.project, before?.since, { walker, files })
    this.#everywhere = new Everywhere(scope.inside)
    this.#surveyor = new Surveyor(files, [...this.#everywhere.names(), '.git', 'HEAD'])
    this.#listed = new Listed(walker, this.#surveyor, this.#unlisted)
    this.#followed = new Followed(walker, scope.project)
  }

  run(most = 200_000): Survey {
    const { project, outside } = this.#scope
    const plain: Carry = { kind: 'plain', why: undefined, waiting: [], depth: 0 }
    this.#walk({ path: project, carry: plain }, most)
    const isWhole = this.#gaps.length === 0
    for (const one of outside) {
      this.#place = one.path
      if (one.how === 'entry') this.#lookAt(one.path, one.why, one.own)
      else this.#enterOutside(one.path, { kind: one.how, why: undefined, waiting: this.#inGit, depth: 0 })
    }
    if (this.#followed.isOver) this.#gaps.push('Too many links have watched names: not all were followed.')
    if (this.#gaps.length > 0) this.#lookAtKnown()
    const { odd, omitted } = this.#odd.result(isWhole)
    return {
      watched: [...this.#watched.values()],
      odd,
      omitted,
      gaps: this.#gaps,
      unlisted: this.#unlisted,
      contents: this.#contents.kept,
    }
  }

  /** Where not all was looked at, what is known from the start is: else it would be told as gone. */
  #lookAtKnown(): void {
    for (const { path, why, place } of this.#before?.seen.watched ?? []) {
      if (this.#watched.has(path)) continue
      this.#place = place
      this.#lookAt(path, why)
    }
  }

  #walk(top: Here<Carry>, limit: number): void {
    const visit: Visit<Carry> = ({ path, carry, isSilent }, enter) => {
      const seen = isSilent
        ? -1
        : this.#surveyor.read(path, {
            all: isWatched(carry),
            modes: this.#before !== undefined,
          })
      if (typeof seen === 'number') {
        if (path !== top.path || carry.kind === 'plain') this.#unlisted.push(path)
        return 0
      }
      if (carry.kind === 'plain') this.#visitPlain({ path, carry }, seen.found, enter)
      else this.#visitGit({ path, carry }, seen.found, enter)
      return seen.count
    }
    if (!walkTree(top, visit, { walker: this.#walker, limit, isFirst: isWatched }))
      this.#gaps.push(`${top.path} holds more than ${limit} files and folders: the rest was not looked at.`)
  }

  #visitPlain({ path, carry }: Here<Carry>, found: readonly Surveyed[], enter: Enter): void {
    for (const one of found) {
      const at = `${path}/${one.name}`
      this.#odd.judge(at, one)
      if (one.name.toLowerCase() === '.git' && carry.why === undefined) {
        if (one.kind === 'folder')
          enter(one.name, { kind: 'git', why: undefined, waiting: this.#inGit, depth: 0 })
        else this.#watch(at, one, GIT_POINTER)
        continue
      }
      const { why, further } = this.#everywhere.match(one.name, carry)
      if (one.kind === 'folder') {
        if (one.name !== NOT_ENTERED)
          enter(one.name, { kind: 'plain', why, waiting: further, depth: carry.depth + 1 })
      } else if (why !== undefined) this.#watch(at, one, why)
      else if (further.length > 0)
        this.#followInto(at, one, { ...carry, kind: 'git', waiting: further, depth: 1 })
      if (one.kind !== 'folder' && one.name.toUpperCase() === 'HEAD') this.#lookAtBare(path)
    }
  }

  /**
   * git takes a folder with HEAD, objects and refs for a repository, wherever it is, and each of them may be a link;
   * with a commondir the others lie where that leads (setup.c, is_git_directory).
   */
  #lookAtBare(path: string): void {
    const isThere = (name: string): boolean => typeof this.#files.stat(`${path}/${name}`) === 'object'
    if (!(isThere('objects') && isThere('refs')) && !isThere('commondir')) return
    for (const { path: inside, why } of IN_GIT)
      if (!inside.includes('*')) this.#lookAt(`${path}/${inside}`, why, HARMLESS_IN_GIT[inside])
  }

  #visitGit({ path, carry }: Here<Carry>, found: readonly Surveyed[], enter: Enter): void {
    if (carry.why !== undefined) {
      for (const one of found) this.#takeAll(`${path}/${one.name}`, one, { carry, why: carry.why, enter })
      return
    }
    const isGit = carry.kind === 'git' || found.some(({ name }) => SIGNS_OF_GIT.includes(name))
    const entered = new Set<string>()
    if (isGit)
      for (const one of found)
        this.#takeOfGit(`${path}/${one.name}`, one, carry, (name, more) => {
          entered.add(name)
          enter(name, more)
        })
    if (carry.kind !== 'gits') return
    // A name that looks like git's, put there by whom it may, must not hide the git folders beside it.
    const deeper: Carry = { ...carry, depth: carry.depth + 1 }
    for (const one of found) {
      const isOther = !entered.has(one.name) && !(isGit && GIT_DATA.includes(one.name))
      if (one.kind === 'folder' && carry.depth < GITS_DEPTH && isOther) enter(one.name, deeper)
      else if (one.kind === 'link' && carry.depth < GITS_DEPTH && one.name !== '.git')
        this.#followInto(`${path}/${one.name}`, one, deeper)
      else if (one.name === '.git' && one.kind !== 'folder') this.#watch(`${path}/.git`, one, GIT_POINTER)
    }
  }

  #takeAll(
    at: string,
    one: Surveyed,
    { carry, why, enter }: { readonly carry: Carry; readonly why: string; readonly enter: Enter },
  ): void {
    if (one.kind === 'folder') enter(one.name, carry)
    else if (!one.name.endsWith(SAMPLE)) this.#watch(at, one, why)
  }

  #takeOfGit(at: string, one: Surveyed, carry: Carry, enter: Enter): void {
    const isTop = carry.kind === 'gits' || carry.depth === 0
    if (one.name === 'modules' && isTop) {
      const gits: Carry = { kind: 'gits', why: undefined, waiting: this.#inGit, depth: 0 }
      if (one.kind === 'folder') enter('modules', gits)
      else this.#followInto(at, one, gits)
    }
    const { why, further } = matchOf(one.name, carry.waiting)
    if (one.kind !== 'folder') {
      // A commondir below leads from there, and `.` is another place than it should be.
      const own = isTop || one.name !== 'commondir' ? HARMLESS_IN_GIT[one.name] : undefined
      if (why !== undefined && !this.#contents.isOwn(at, one, own)) this.#watch(at, one, why)
      if (further.length > 0) this.#followInto(at, one, { ...carry, kind: 'git', waiting: further, depth: 1 })
    } else if (why !== undefined || further.length > 0)
      enter(one.name, { kind: 'git', why, waiting: further, depth: carry.depth + 1 })
  }

  /** One path that is watched, and all in it when it is a folder; a last component with a wildcard stands for names. */
  #lookAt(path: string, why: string, own?: string): void {
    const slash = path.lastIndexOf('/')
    const [folder, name] = [this.#listed.real(path.slice(0, slash) || '/'), path.slice(slash + 1)]
    if (folder === undefined) return
    for (const one of this.#listed.all(folder)) {
      if (!matchesPattern(one.name, name)) continue
      const at = `${folder}/${one.name}`
      if (this.#contents.isOwn(at, one, own)) continue
      if (one.kind !== 'folder') this.#watch(at, one, why)
      else this.#walk({ path: at, carry: { kind: 'git', why, waiting: [], depth: 0 } }, MOST_OUTSIDE)
    }
  }

  #enterOutside(path: string, carry: Carry): void {
    const real = this.#listed.real(path)
    if (real !== undefined) this.#walk({ path: real, carry }, MOST_OUTSIDE)
  }

  /** What a watched link in the project leads to in it is what is run. */
  #follow(path: string, why: string): void {
    const real = this.#followed.next(path, this.#scope.project, { kind: 'plain', waiting: [] })
    if (real !== undefined && real !== this.#scope.project) this.#lookAt(real, why)
  }

  /** A link that stands for a folder in which something is waited for: `.claude` for the folder with `settings.json`. */
  #followInto(path: string, { kind }: Surveyed, carry: Carry): void {
    const real = kind === 'link' ? this.#followed.next(path, this.#place, carry) : undefined
    if (real !== undefined) this.#walk({ path: real, carry }, MOST_OUTSIDE)
  }

  #watch(path: string, { kind, mode, stamp, size }: Surveyed, why: string): void {
    if (this.#watched.has(path)) return
    const known = kind === 'file' || kind === 'link' ? kind : 'other'
    if (known === 'link') this.#follow(path, why)
    const sum = this.#contents.sumOf(path, { kind: known, stamp, size })
    this.#watched.set(path, {
      path,
      place: this.#place,
      why,
      kind: known,
      mode: known === 'link' ? 0 : mode,
      sum,
    })
  }
}
