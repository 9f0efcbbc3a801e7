/**
 * bwrap's own error texts, from 0.4 to 0.13, each with what it stands for. The texts are those of bubblewrap.c,
 * network.c and bind-mount.c and of Debian's patches; test/diagnose/classify.test.ts has the real lines of each version.
 */
const ROWS = [
  ['capabilities', /^Unexpected capabilities/],
  ['setuid', /^setuid use of bubblewrap is not supported/],
  ['clone-denied', /^No permissions to creat(e|ing)( a)? new namespace/],
  ['clone-access', /^Creating new namespace failed: Permission denied/],
  ['clone-unsupported', /^Creating new namespace failed, likely because the kernel does not support/],
  ['clone-limit', /^Creating new namespace failed: (nesting depth|No space left)/],
  ['clone-processes', /^Creating new namespace failed: Resource temporarily unavailable/],
  ['uid-map-access', /^setting up (uid|gid) map: Permission denied/],
  ['uid-map-denied', /^setting up (uid|gid) map: Operation not permitted/],
  ['uid-map-read-only', /^(setting up (uid|gid) map|error writing to setgroups): Read-only file system/],
  ['loopback', /^loopback: Failed/],
  ['mounts-denied', /^Failed to make \/ slave: (Operation not permitted|Permission denied)/],
  ['tmp-missing', /^Failed to mount tmpfs: No such file/],
  ['tmpfs-denied', /^Failed to mount tmpfs: Permission denied/],
  ['proc-mount', /^Can't mount proc on /],
  ['proc-missing', /^Can't read \/proc\/sys\/kernel\/overflow/],
  ['proc-foreign', /^open \/proc\/\d+\/ns\//],
  ['userns-limit', /max_user_namespaces: |^creation of new user namespaces was not disabled/],
  ['device', /^Can't bind mount \/oldroot\/dev\//],
  ['descriptors', /Too many open files/],
  ['source-denied', /^Can't (find|get type of) source (path )?.*: Permission denied/],
  ['source-gone', /^Can't (find|get type of) source (path )?.*: No such file/],
  ['start-file', /^execvp \/proc\/self\/fd\/\d+: Permission denied/],
  ['openat2', /^Can't open source .*: Function not implemented/],
  ['setup-filtered', /^(pivot_root|unmount old root|capset failed|prctl\(PR_|.*mount_setattr\(\) failed)/],
  ['space', /No space left on device/],
  ['read-only-place', /: Read-only file system/],
] as const satisfies readonly (readonly [string, RegExp])[]

/** A class of bwrap's failures; `unknown` is a text that no row knows, which is to be reported as it is. */
export type Failure = (typeof ROWS)[number][0] | 'unknown'

/** The last line that bwrap itself wrote, without its name in front; warnings may come before it. */
export function ownWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.startsWith('bwrap: '))
  return (lines.at(-1) ?? text).replace(/^bwrap: /, '').trim()
}

/** What bwrap's last words stand for. */
export function classify(words: string): Failure {
  return ROWS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'unknown'
}
