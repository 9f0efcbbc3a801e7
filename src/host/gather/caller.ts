import { JailError } from '../../errors.ts'
import { XDG_DEFAULTS, type XdgName } from '../../policy/expand.ts'
import { join, normalise } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller } from '../facts.ts'
import { accountOf } from './accounts.ts'

/**
 * Who calls jail, from where, and with which environment.
 * Throws when the current folder is deleted, when there is no usable home folder, or under sudo with a foreign HOME.
 */
export function gatherCaller(env: Readonly<Record<string, string>>, files: Files): Caller {
  const uid = process.geteuid?.() ?? 0
  const gid = process.getegid?.() ?? 0
  const account = accountOf(uid, gid, env, files)
  const home = homeFolder(env['HOME'], account.home, files)
  const caller: Caller = {
    uid,
    gid,
    groups: process.getgroups?.() ?? [gid],
    user: account.name,
    home,
    shell: env['SHELL'] ?? account.shell,
    cwd: currentFolder(env['PWD'], files),
    sudo:
      uid === 0 && env['SUDO_USER'] ? { user: env['SUDO_USER'], homeOwner: ownerOf(home, files) } : undefined,
    env,
    arch: process.arch,
  }
  if (caller.sudo && caller.sudo.homeOwner !== uid) throw foreignHome(caller.sudo.user, home)
  return caller
}

/** The XDG folders of the person: from the environment when absolute (the specification ignores others). */
export function xdgFolders(caller: Caller): { readonly [name in XdgName]: string } {
  const folder = (name: XdgName): string => {
    const value = caller.env[name]
    return value?.startsWith('/') ? normalise(value) : join(caller.home, XDG_DEFAULTS[name])
  }
  return {
    XDG_CONFIG_HOME: folder('XDG_CONFIG_HOME'),
    XDG_DATA_HOME: folder('XDG_DATA_HOME'),
    XDG_STATE_HOME: folder('XDG_STATE_HOME'),
    XDG_CACHE_HOME: folder('XDG_CACHE_HOME'),
  }
}

function homeFolder(fromEnv: string | undefined, fromPasswd: string, files: Files): string {
  const home = fromEnv !== undefined && fromEnv !== '' ? fromEnv : fromPasswd
  if (!home.startsWith('/') || normalise(home) === '/') {
    throw new JailError(
      'home.unusable',
      `The home folder is ${JSON.stringify(home)}, so there is nothing that could be hidden.`,
      {
        fix: 'Set HOME to your own folder, for example: HOME=/home/you jail run …',
      },
    )
  }
  const there = files.stat(home, true)
  if (typeof there === 'object' && there.kind !== 'folder') {
    throw new JailError('home.unusable', `The home folder ${home} is no folder.`, {
      fix: 'Set HOME to your own folder, for example: HOME=/home/you jail run …',
    })
  }
  return normalise(home)
}

function currentFolder(pwd: string | undefined, files: Files): Caller['cwd'] {
  // Not process.cwd(): it may be kept from the start, and a deleted folder must be noticed.
  const link = files.readLink('/proc/self/cwd')
  const real = typeof link === 'string' ? link : process.cwd()
  const here = files.stat('.')
  if (typeof here === 'number' || here.links === 0) {
    throw new JailError(
      'cwd.deleted',
      `The current folder (${real.replace(/ \(deleted\)$/, '')}) has been deleted.`,
      { fix: 'Type: cd ~ or name the project: jail run --project DIR …' },
    )
  }
  const isSame = pwd?.startsWith('/') && files.fingerprint(pwd, false) === files.fingerprint('.', false)
  return { logical: isSame && pwd !== undefined ? normalise(pwd) : real, real }
}

function ownerOf(path: string, files: Files): number {
  const stat = files.stat(path, true)
  return typeof stat === 'number' ? -1 : stat.uid
}

function foreignHome(user: string, home: string): JailError {
  return new JailError(
    'sudo.foreign-home',
    `jail runs as root under sudo, but HOME is ${home}, the folder of somebody else.`,
    {
      fix: `Run it as ${user}, without sudo. For root itself: sudo -H jail run …`,
    },
  )
}
