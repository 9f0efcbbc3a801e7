import { JailError } from '../../errors.ts'
import { ERRNO, type Files } from '../../sys/files.ts'
import type { Account } from '../facts.ts'

type Entry = Account & { readonly home: string; readonly shell: string }

/**
 * The account of a uid: from /etc/passwd, else from the system's own lookup (LDAP, sssd, systemd-homed), else made
 * from the environment. A uid without a name breaks ssh, whoami and Node's os.userInfo() inside, so there is one always.
 */
export function accountOf(
  uid: number,
  gid: number,
  env: Readonly<Record<string, string>>,
  files: Files,
): Entry {
  return findAccount(uid, files)?.entry ?? madeAccount(uid, gid, env)
}

/** An account for a uid that no service of names knows, from the environment. */
export function madeAccount(uid: number, gid: number, env: Readonly<Record<string, string>>): Entry {
  const named = env['USER'] ?? env['LOGNAME']
  const name =
    named !== undefined && /^[a-z_][a-z0-9_.-]{0,31}$/i.test(named) && named !== 'root' ? named : `user${uid}`
  return { name, uid, gid, comment: '', home: env['HOME'] ?? '/', shell: '/bin/sh' }
}

/** The account of a uid and where it was found; undefined when no service of names knows it. */
export function findAccount(
  uid: number,
  files: Files,
): { readonly entry: Entry; readonly from: 'file' | 'service' } | undefined {
  const local = passwdEntry(readText('/etc/passwd', files), uid)
  if (local) return { entry: local, from: 'file' }
  files.askedElsewhere()
  const elsewhere = passwdEntry(askSystem(uid), uid)
  return elsewhere && { entry: elsewhere, from: 'service' }
}

/** Longest wait for LDAP, sssd or systemd-homed. */
const LOOKUP_LIMIT_MS = 1000

/** What the system's name services say of a uid that is not in /etc/passwd (getent(1)); empty when they know nothing. */
function askSystem(uid: number): string {
  try {
    const argv = ['/usr/bin/getent', 'passwd', String(uid)]
    return Bun.spawnSync(argv, {
      stdin: 'ignore',
      stderr: 'ignore',
      env: {},
      timeout: LOOKUP_LIMIT_MS,
    }).stdout.toString()
  } catch {
    // No getent here, as on Alpine without its package: then the environment is what is left.
    return ''
  }
}

/** The line of a uid in the text of /etc/passwd (passwd(5)). */
export function passwdEntry(passwd: string, uid: number): Entry | undefined {
  for (const line of passwd.split('\n')) {
    const [name, , id, group, comment, home, shell] = line.split(':')
    if (isEntry(name) && id === String(uid)) {
      return {
        name,
        uid,
        // A cut line has no group; the number of the user is what most systems give.
        gid: isNumber(group) ? Number(group) : uid,
        comment: comment ?? '',
        home: home ?? '/',
        shell: shell || '/bin/sh',
      }
    }
  }
  return undefined
}

/** Comments, and the lines of NIS that begin with a sign, name nobody (nsswitch.conf(5), compat). */
function isEntry(name: string | undefined): name is string {
  return name !== undefined && name !== '' && !'#+-'.includes(name[0] ?? '#')
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && text !== '' && String(Number(text)) === text
}

/** Names of groups by gid, from the text of /etc/group (group(5)). */
export function groupNames(group: string, wanted: readonly number[]): Map<number, string> {
  const names = new Map<number, string>()
  for (const line of group.split('\n')) {
    const [name, , id] = line.split(':')
    const gid = Number(id)
    if (wanted.includes(gid) && isEntry(name) && isNumber(id) && !names.has(gid)) names.set(gid, name)
  }
  return names
}

/**
 * A small system file as text; empty when it is not there, which is what a system without it means. Throws when it is
 * there and cannot be read: an empty text would then be a wrong answer.
 */
export function readText(path: string, files: Files): string {
  const text = files.readText(path)
  if (typeof text === 'string') return text
  if (text === -ERRNO.ENOENT || text === -ERRNO.ENOTDIR) return ''
  throw new JailError('host.unreadable', `${path} cannot be read (errno ${-text}).`, {
    fix: `Type: ls -l ${path}`,
  })
}
