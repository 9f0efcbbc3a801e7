import { expect, test } from 'bun:test'
import { classify, ownWords } from '../../src/diagnose/classify.ts'

/** Real lines of bwrap 0.4.1, 0.8.0, 0.9.0, 0.11.1, 0.12.0 and 0.13.1, Debian's and upstream's. */
const LINES = [
  [
    'clone-denied',
    'bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces. See <https://deb.li/bubblewrap> or <file:///usr/share/doc/bubblewrap/README.Debian.gz>.',
  ],
  [
    'clone-denied',
    "bwrap: No permissions to creating new namespace, likely because the kernel does not allow non-privileged user namespaces. On e.g. debian this can be enabled with 'sysctl kernel.unprivileged_userns_clone=1'.",
  ],
  [
    'clone-denied',
    'bwrap: No permissions to create a new namespace, likely because the kernel does not allow non-privileged user namespaces.',
  ],
  ['clone-access', 'bwrap: Creating new namespace failed: Permission denied'],
  [
    'clone-unsupported',
    'bwrap: Creating new namespace failed, likely because the kernel does not support user namespaces. bwrap must be installed setuid on such systems.',
  ],
  ['clone-limit', 'bwrap: Creating new namespace failed: No space left on device'],
  [
    'clone-limit',
    'bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded (ENOSPC)',
  ],
  ['clone-processes', 'bwrap: Creating new namespace failed: Resource temporarily unavailable'],
  ['uid-map-access', 'bwrap: setting up uid map: Permission denied'],
  ['uid-map-denied', 'bwrap: setting up uid map: Operation not permitted'],
  ['uid-map-read-only', 'bwrap: setting up uid map: Read-only file system'],
  ['loopback', 'bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted'],
  ['loopback', 'bwrap: loopback: Failed RTM_NEWADDR: File exists'],
  ['mounts-denied', 'bwrap: Failed to make / slave: Operation not permitted'],
  ['mounts-denied', 'bwrap: Failed to make / slave: Permission denied'],
  ['tmp-missing', 'bwrap: Failed to mount tmpfs: No such file or directory'],
  ['tmpfs-denied', 'bwrap: Failed to mount tmpfs: Permission denied'],
  ['proc-mount', "bwrap: Can't mount proc on /newroot/proc: Operation not permitted"],
  ['proc-mount', "bwrap: Can't mount proc on /proc: Operation not permitted"],
  ['proc-missing', "bwrap: Can't read /proc/sys/kernel/overflowuid: No such file or directory"],
  ['proc-foreign', 'bwrap: open /proc/9/ns/ns failed: No such file or directory'],
  ['capabilities', 'bwrap: Unexpected capabilities but not setuid, old file caps config?'],
  ['setuid', 'bwrap: setuid use of bubblewrap is not supported'],
  ['userns-limit', 'bwrap: cannot open /proc/sys/user/max_user_namespaces: Permission denied'],
  ['userns-limit', 'bwrap: creation of new user namespaces was not disabled as requested'],
  [
    'device',
    "bwrap: Can't bind mount /oldroot/dev/zero on /newroot/dev/zero: Unable to mount source on destination: No such file or directory",
  ],
  ['descriptors', 'bwrap: eventfd(): Too many open files'],
  ['source-denied', "bwrap: Can't find source path /home/a/b: Permission denied"],
  ['source-gone', "bwrap: Can't find source path /home/a/b: No such file or directory"],
  ['start-file', 'bwrap: execvp /proc/self/fd/42: Permission denied'],
  ['openat2', "bwrap: Can't open source /: Function not implemented"],
  [
    'setup-filtered',
    'bwrap: Can\'t bind mount / on /: mount_setattr() failed at "/newroot": Operation not permitted',
  ],
  ['setup-filtered', 'bwrap: pivot_root: Operation not permitted'],
  ['setup-filtered', 'bwrap: capset failed: Operation not permitted'],
  ['read-only-place', "bwrap: Can't mkdir /usr/newdir: Read-only file system"],
  ['read-only-place', "bwrap: Can't create file /usr/newdir: Read-only file system"],
] as const

test.each(LINES)('%s: %s', (failure, line) => {
  expect(classify(ownWords(line))).toBe(failure)
})

test.each([
  ['a text that no version has', 'bwrap: the moon is full'],
  ['no text', ''],
  ['a line of the command that only mentions a failure', 'npm: Creating new namespace failed: EPERM'],
])('%s stays unknown', (_, line) => {
  expect(classify(ownWords(line))).toBe('unknown')
})

test('warnings before the last line do not decide', () => {
  const text = 'bwrap: warning: --seccomp twice\nbwrap: setting up uid map: Permission denied\n'
  expect(ownWords(text)).toBe('setting up uid map: Permission denied')
})
