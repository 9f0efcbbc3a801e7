/** Real repositories in a box, one of each kind that git knows, made by git itself outside of any jail. */

import { join } from 'node:path'
import { Box, type Done, type How } from './box.ts'

export type Layout = {
  readonly name: string
  /** The project below the home folder. */
  readonly project: string
  /** Shell, run in ~/src. `make NAME` makes a repository with one commit. */
  readonly script: string
  /** Folders of the project, itself first, in which git is used. */
  readonly places: readonly string[]
}

const MAKE = `make() { git init -q "$1" && cd "$1" && echo one > file && git add -A && git commit -qm first && cd - > /dev/null; }`

/** As git says it, on the host. */
const SUPER =
  'make inner && make middle && git -C middle submodule --quiet add ../inner inner && git -C middle commit -qm sub'

export const LAYOUTS: readonly Layout[] = [
  { name: 'a plain repository', project: 'src/project', script: 'make project', places: ['.'] },
  {
    name: 'a linked worktree',
    project: 'src/project',
    script: 'make main && echo secret > main/untracked && git -C main worktree add -q ../project -b side',
    places: ['.'],
  },
  {
    name: 'a repository with submodules of two levels',
    project: 'src/project',
    script: `${SUPER} && make project && git -C project submodule --quiet add ../middle libs/middle && git -C project submodule --quiet update --init --recursive && git -C project commit -qm sub`,
    places: ['.', 'libs/middle', 'libs/middle/inner'],
  },
  {
    name: 'a linked worktree with a submodule',
    project: 'src/project',
    script:
      'make inner && make main && git -C main submodule --quiet add ../inner libs/inner && git -C main commit -qm sub && git -C main worktree add -q ../project -b side && git -C project submodule --quiet update --init',
    places: ['.', 'libs/inner'],
  },
  {
    name: 'a repository with another one in it',
    project: 'src/project',
    script:
      'make project && echo deep > project/.gitignore && git -C project add -A && git -C project commit -qm ignore && make project/deep/nested',
    places: ['.', 'deep/nested'],
  },
  {
    name: 'the work tree of a submodule',
    project: 'src/super/libs/middle',
    script: `${SUPER} && make super && git -C super submodule --quiet add ../middle libs/middle && git -C super submodule --quiet update --init --recursive && git -C super commit -qm sub`,
    places: ['.', 'inner'],
  },
  {
    name: 'a repository with core.hooksPath',
    project: 'src/project',
    script:
      'make project && cd project && mkdir .githooks && echo "#!/bin/sh" > .githooks/pre-commit && chmod +x .githooks/pre-commit && git add -A && git commit -qm hooks && git config core.hooksPath .githooks',
    places: ['.'],
  },
  {
    name: 'a repository with include.path',
    project: 'src/project',
    script:
      'make project && cd project && printf "[alias]\\n\\tst = status\\n" > shared.inc && git add -A && git commit -qm inc && git config include.path ../shared.inc',
    places: ['.'],
  },
  {
    name: 'a repository with config.worktree',
    project: 'src/project',
    script:
      'make project && git -C project config extensions.worktreeConfig true && git -C project config --worktree core.abbrev 9',
    places: ['.'],
  },
  {
    name: 'a repository with alternates',
    project: 'src/project',
    script: 'make store && git clone -q --shared store project && git -C project remote remove origin',
    places: ['.'],
  },
]

export type Repository = {
  readonly box: Box
  readonly top: string
  /** Runs a script of git's in a place of the project, on the host. */
  readonly outside: (script: string, place?: string) => Done
  /** The same inside the jail; a bare repository to push to, and what the layout needs, are given. */
  readonly inside: (script: string, place?: string, options?: readonly string[]) => Done
  readonly status: () => string
}

/** Makes a layout in a box of its own. Throws with git's words when git cannot. */
export function makeRepository(layout: Layout): Repository {
  const box = new Box()
  box.plant(
    '.gitconfig',
    '[user]\n\tname = t\n\temail = t@t\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n[advice]\n\tdetachedHead = false\n',
  )
  const src = join(box.home, 'src')
  const made = box.outside(`rm -rf project && ${MAKE} && ${layout.script}`, { cwd: src })
  const remote = box.outside('git init -q --bare remote.git', { cwd: src })
  if (made.code !== 0 || remote.code !== 0) throw new Error(`${layout.name}: ${made.err}${remote.err}`)
  const top = join(box.home, layout.project)
  const how = (place: string): How => ({ cwd: join(top, place), env: { REMOTE: join(src, 'remote.git') } })
  const given = ['--project', top, '--write', join(src, 'remote.git'), '--env', 'REMOTE']
  if (layout.name.includes('alternates')) given.push('--read', join(src, 'store/.git/objects'))
  return {
    box,
    top,
    outside: (script, place = '.') => box.outside(script, how(place)),
    inside: (script, place = '.', options = []) => box.run(script, [...given, ...options], how(place)),
    status: () => box.outside('git status --porcelain', how('.')).out,
  }
}

/** A layout by its name. */
export function layoutOf(name: string): Layout {
  const layout = LAYOUTS.find((one) => one.name === name)
  if (!layout) throw new Error(`There is no layout ${name}.`)
  return layout
}
