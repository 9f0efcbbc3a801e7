import type { Account, Facts } from '../host/facts.ts'

/** passwd(5) for the box: root, the person, nobody, and the owner of the project; no other account of the machine. */
export function passwdText(facts: Facts): string {
  const { account, caller } = facts
  const rows = new Map<number, string>()
  rows.set(account.uid, row(account, caller.home, caller.shell))
  if (!rows.has(0)) rows.set(0, 'root:x:0:0:root:/root:/bin/sh')
  rows.set(65534, 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin')
  const owner = facts.projectOwner
  if (owner && !rows.has(owner.uid)) rows.set(owner.uid, row(owner, '/nonexistent', '/usr/sbin/nologin'))
  return lines([...rows.values()])
}

/** A colon or newline in a field would start another field or account. */
function row(account: Account, home: string, shell: string): string {
  const field = (text: string): string => text.replace(/[:\n]/g, '_')
  return [
    field(account.name),
    'x',
    account.uid,
    account.gid,
    field(account.comment),
    field(home),
    field(shell),
  ].join(':')
}

/** group(5) for the box: root, the person's groups, nogroup. */
export function groupText(facts: Facts): string {
  const { caller, account, groupNames } = facts
  const rows = new Map<number, string>([[0, 'root:x:0:']])
  for (const gid of [caller.gid, ...caller.groups]) {
    if (rows.has(gid)) continue
    const name = groupNames.get(gid) ?? (gid === caller.gid ? account.name : `group${gid}`)
    rows.set(gid, `${name.replace(/[:\n]/g, '_')}:x:${gid}:`)
  }
  if (!rows.has(65534)) rows.set(65534, 'nogroup:x:65534:')
  return lines([...rows.values()])
}

/** The host's hosts file and the box's own name, which programs look up. */
export function hostsText(facts: Facts, hostname: string): string {
  const host = facts.hostsFile === '' ? '127.0.0.1 localhost\n::1 localhost\n' : facts.hostsFile
  return `${host.endsWith('\n') ? host : `${host}\n`}127.0.0.1 ${hostname}\n`
}

/**
 * Names come from the files above and DNS only: sssd, LDAP and systemd answer over sockets that are not inside.
 * `usrfiles` reads the files of the distribution in /usr/etc (openSUSE, Packaging UsrEtc); elsewhere glibc passes over it.
 */
export const NSSWITCH = lines([
  'passwd: files',
  'group: files',
  'shadow: files',
  'hosts: files dns',
  'networks: files',
  'protocols: files usrfiles',
  'services: files usrfiles',
  'ethers: files usrfiles',
  'rpc: files usrfiles',
])

function lines(rows: readonly string[]): string {
  return `${rows.join('\n')}\n`
}
