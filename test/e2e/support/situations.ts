/** Ways to start a command on a machine that keeps jails from working. Each answers the words to put before it. */

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = new URL('../../../.tools/bwrap', import.meta.url).pathname

/** Every version of bwrap that scripts/fetch-bwraps has fetched, with its path. */
export const BWRAPS: readonly (readonly [version: string, path: string])[] = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .map((version) => [version, join(FOLDER, version, 'bwrap')] as const)
      .filter(([version, path]) => /^\d/.test(version) && existsSync(path))
  : []

/** The root of another Debian, by scripts/fetch-chroot. */
export const CHROOT = new URL('../../../.tools/chroot', import.meta.url).pathname

/** A shell that does something first and then becomes the command. */
export const after = (script: string): string[] => ['sh', '-ec', `${script}\nexec "$@"`, 'sh']

/** In a user namespace with one user, with further options of unshare(1). */
export const nested = (script: string, options = ''): string[] => [
  'unshare',
  '-Ur',
  ...options.split(' ').filter(Boolean),
  ...after(script),
]

/** In mounts of its own. */
export const mounted = (script: string): string[] => ['unshare', '-m', ...after(script)]

/** As an ordinary user without a name; with further options of setpriv(1). */
export const asUser = (uid: number, ...options: string[]): string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${uid}`,
  '--clear-groups',
  ...options,
]

/** Under a filter that refuses new namespaces, as Docker's. */
export const filtered = (): string[] => [process.execPath, join(import.meta.dir, 'filtered.ts')]

/** On a machine whose /dev has no full. */
export const noFull = `mount -t tmpfs none /mnt; cd /mnt
touch null zero random urandom tty; for n in *; do mount --bind /dev/$n $n; done
mount --rbind /mnt /dev; cd "$OLDPWD"`

/**
 * In a root of its own with all folders of this one but /tmp, and the box of the test in /box (pivot_root(2)). No file
 * is in it, so that the mark of a container engine is not.
 */
export const otherRoot = (top: string, script = ''): string[] =>
  mounted(`mount -t tmpfs none /mnt
for d in /*; do case $d in /mnt|/tmp) ;; *)
  if [ -L "$d" ]; then cp -P "$d" /mnt/; elif [ -d "$d" ]; then mkdir "/mnt$d"; mount --rbind "$d" "/mnt$d"; fi
esac; done
mkdir /mnt/box /mnt/old; mount --bind '${top}' /mnt/box
cd /mnt; PATH=$PATH:/usr/sbin:/sbin pivot_root . old
umount -l /old; rmdir /old; cd /box/home/src/project; export HOME=/box/home
${script}`)

/** Where a folder lies on a FUSE whose daemon never answers (linux/Documentation/filesystems/fuse.rst). */
export const silent = (folder: string): string[] => [
  'unshare',
  '-m',
  'sh',
  '-ec',
  `exec 3<>/dev/fuse
mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 silent '${folder}'
"$@"`,
  'sh',
]

/** In the root of another Debian, with this machine's kernel file systems and the box of the test. */
export const inChroot = (root: string, top: string): string[] =>
  mounted(`mount --rbind /dev '${root}/dev'; mount --rbind /sys '${root}/sys'; mount -t proc proc '${root}/proc'
mount -t tmpfs none '${root}/mnt'; mkdir '${root}/mnt/box'; mount --rbind '${top}' '${root}/mnt/box'
set -- "$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)" '${root}' env HOME=/mnt/box/home sh -c 'cd /mnt/box/home/src/project; exec "$@"' sh "$@"`)

/** What scripts/fetch-musl puts together. */
export const MUSL = new URL('../../../.tools/musl/lib', import.meta.url).pathname

/** Where musl is the C library of the system too: its loader in /lib, beside what is there (linux/overlayfs.rst). */
export const onMusl = (script = ''): string[] =>
  mounted(`lib=$(readlink -f /lib)
mount -t overlay -o "lowerdir=$(readlink -f '${MUSL}'):$lib" overlay "$lib"
${script}`)
