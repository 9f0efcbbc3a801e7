import { plant } from '../src/verify/field.ts'
import { moveAway } from '../src/verify/moved.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'persist-claude-aside',
  claim: 'The folder .claude cannot be moved aside to put other settings in its place.',
  guards: [{ op: './.claude' }],
  plant: ({ project }) => plant(`${project}/.claude/settings.json`, '{}\n'),
  attempt: ({ project }) => moveAway(`${project}/.claude`),
})
