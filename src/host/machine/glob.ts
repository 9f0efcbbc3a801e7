import { isPattern, matchesPattern } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { Walker } from '../walk.ts'

/** What is there of an absolute path whose components may hold `*`, sorted; nothing on a mount that does not answer. */
export function existing(pattern: string, walker: Walker, files: Files): string[] {
  let found = ['']
  for (const part of pattern.split('/').slice(1)) {
    found = found.flatMap((folder) => {
      if (!isPattern(part)) return [`${folder}/${part}`]
      const fact = walker.resolve(folder === '' ? '/' : folder)
      if (fact.state !== 'present' || fact.kind !== 'folder') return []
      const names = (files.names(fact.real) ?? []).filter((name) => matchesPattern(name, part))
      return names.sort().map((name) => `${folder}/${name}`)
    })
  }
  return found.filter((path) => walker.resolve(path).state === 'present')
}
