import type { Guard } from './probe.ts'

/** What should have held an attack, for people. */
export function guardText(guard: Guard): string {
  if ('op' in guard) return `what jail mounts at ${guard.op}`
  if ('absence' in guard) return `${guard.absence} is shown by no rule`
  if ('word' in guard) return `bwrap's ${guard.word}`
  if ('row' in guard) return `the seccomp filter for ${guard.row.join(', ')}`
  if ('env' in guard) return `${guard.env} is in no list of variables that are passed`
  if ('code' in guard) return guard.code
  return JSON.stringify(guard)
}

/** What to type to see the rule that decides about a guard, with the places in it as they are for the person. */
export function guardQuestion(guard: Guard): string | undefined {
  const path = 'op' in guard ? guard.op : 'absence' in guard ? guard.absence : undefined
  if (path !== undefined) return `jail explain ${path}`
  if ('env' in guard) return `jail explain ${guard.env}=`
  return undefined
}
