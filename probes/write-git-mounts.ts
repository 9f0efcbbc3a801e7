import { defineProbe } from '../src/verify/probe.ts'
import { findWritable } from '../src/verify/writable.ts'

export const probe = defineProbe({
  id: 'write-git-mounts',
  claim: "git's hooks and settings lie on read-only mounts of their own.",
  guards: [{ op: './.git/hooks' }, { op: './.git/config' }],
  attempt: ({ project }) => findWritable([`${project}/.git/hooks`, `${project}/.git/config`]),
  fast: true,
})
