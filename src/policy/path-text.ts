import { cut, shortened } from './characters.ts'
import { type Complaint, complaint } from './complaint.ts'
import { XDG_DEFAULTS } from './expand.ts'
import { nearest } from './nearest.ts'
import { patternFault } from './patterns.ts'

const PLACES = Object.keys(XDG_DEFAULTS).map((name) => `$${name}`)

/** What is wrong with a path as it is written in a file, as the text of an issue; undefined when nothing is. */
export function pathComplaint(text: string): string | undefined {
  const slash = text.indexOf('/')
  const head = slash < 0 ? text : text.slice(0, slash)
  if (head !== '' && head !== '~' && head !== '.' && !PLACES.includes(head)) {
    const says = `the path ${shortened(text)} is neither absolute nor below a known place`
    return complaint({ id: 'policy.relative-path', says, fix: relativeFix(text, head) })
  }
  if (text === '') {
    return complaint({ id: 'policy.relative-path', says: 'a path is empty', fix: 'Leave it out.' })
  }
  const fault = patternFault(text)
  if (fault) {
    const says = `the pattern ${shortened(text)} ${fault.what}`
    return complaint({ id: 'policy.pattern', says, fix: fault.fix })
  }
  return undefined
}

function relativeFix(text: string, head: string): Complaint['fix'] {
  const rest = cut(text.slice(head.length))
  if (head.replace(/[{}]/g, '') === '$HOME') return `Write ~${rest}`
  if (head.startsWith('~')) return 'Homes of others are not looked up: write the path from / on.'
  if (head.startsWith('$')) {
    const near = nearest(head, PLACES)
    return `Only ${PLACES.join(', ')} are known.${near ? ` Did you mean ${near}${rest}?` : ''}`
  }
  if (head === '..') return 'Write the path from / on, or from ~/.'
  return `Write ./${cut(text)} (in the project), ~/${cut(text)}, or the path from / on.`
}
