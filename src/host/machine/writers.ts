import { foldersBetween } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { Opening } from '../places.ts'

/** Who looks, and the texts of /etc/passwd and /etc/group, which say who is in a group. */
export type Accounts = {
  readonly uid: number
  readonly user: string
  readonly passwd: string
  readonly group: string
}

/** What the kernel shows for every user that a user namespace does not map (user_namespaces(7)). */
const OVERFLOW_ID = 65_534
const STICKY = 0o1000

/**
 * Where people other than root and the caller may change what is found in a folder, or null. Each folder on the way
 * counts: who may write there can put another one in its place. `real` has no links.
 */
export function otherWriters(real: string, accounts: Accounts, files: Pick<Files, 'stat'>): Opening | null {
  for (const here of [real, ...foldersBetween('/', real), '/']) {
    const stat = files.stat(here)
    // Owners of another namespace cannot be told apart, and what cannot be looked at is no folder of programs.
    if (typeof stat === 'number' || stat.uid === OVERFLOW_ID) continue
    if (stat.uid !== 0 && stat.uid !== accounts.uid)
      return { at: here, by: 'owner', who: `uid ${stat.uid}, to whom it belongs` }
    // Others cannot take away or rename what is not theirs there, but they can add to it.
    if (here !== real && (stat.mode & STICKY) !== 0) continue
    if ((stat.mode & 0o002) !== 0) return { at: here, by: 'everybody', who: 'everybody' }
    const group = (stat.mode & 0o020) === 0 ? null : strangersIn(stat.gid, accounts)
    if (group !== null) return { at: here, by: 'group', who: group }
  }
  return null
}

/** A group with people in it other than root and the caller, named; null for one that gives nobody else anything. */
export function strangersIn(gid: number, { uid, user, passwd, group }: Accounts): string | null {
  if (gid === 0) return null
  const line = rows(group).find((fields) => fields[2] === String(gid))
  const primary = rows(passwd)
    .filter((fields) => fields[3] === String(gid) && fields[2] !== String(uid) && fields[2] !== '0')
    .map(([name]) => name)
  const members = (line?.[3] ?? '')
    .split(',')
    .filter((name) => name !== '' && name !== 'root' && name !== user)
  const [someone] = [...members, ...primary]
  if (someone !== undefined) return `the group ${line?.[0] ?? gid}, as ${someone} is in it`
  // A group of another service of names: who is in it cannot be told.
  return line === undefined ? `the group ${gid}` : null
}

function rows(text: string): string[][] {
  return text.split('\n').map((line) => line.split(':'))
}
