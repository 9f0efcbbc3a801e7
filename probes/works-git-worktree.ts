import { mkdirSync, writeFileSync } from 'node:fs'
import { freshRepository, git } from '../src/verify/git.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const placeOf = ({ home }: { readonly home: string }): string => `${home}/src/side`

export const probe = defineProbe({
  id: 'works-git-worktree',
  claim: 'A git commit works in a linked worktree, whose repository lies in another folder.',
  guards: [],
  alone: true,
  place: placeOf,
  plant: (field) => {
    const main = `${field.home}/src/main`
    const side = placeOf(field)
    const own = `${main}/.git/worktrees/side`
    freshRepository(main)
    for (const folder of [own, side]) mkdirSync(folder, { recursive: true })
    // The pointers of git worktree add (gitrepository-layout(5)).
    writeFileSync(`${side}/.git`, `gitdir: ${own}\n`)
    writeFileSync(`${own}/HEAD`, 'ref: refs/heads/side\n')
    writeFileSync(`${own}/commondir`, '../..\n')
    writeFileSync(`${own}/gitdir`, `${side}/.git\n`)
  },
  attempt: (field) => {
    const { code, out, err } = git(placeOf(field), 'commit', '--quiet', '--allow-empty', '-m', field.canary)
    return { worked: code === 0, evidence: `git commit: ${err || out}` }
  },
  reached: ({ home, canary }) => readMark(`${home}/src/main/.git/worktrees/side/logs/HEAD`, canary),
})
