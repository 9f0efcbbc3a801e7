import { REMOUNT_CODE } from './code.ts'
import { type Arch, elf } from './elf.ts'

/**
 * A static program of a few hundred bytes that mounts something at one place of a box that runs already, and ends with 0 or
 * the errno. It enters the mount namespace of the box by setns(2), which no process with several threads can do for a user
 * namespace, so jail itself cannot. Its words: a letter for what to mount (`LETTERS` in remounts.ts), the file of
 * the namespace, the place. The place is opened without following links, since the box may have put one there, and everything
 * after that goes by descriptor (open_tree(2), mount_setattr(2), move_mount(2): Linux 5.12).
 */
export function remountElf(arch: Arch): Uint8Array {
  return elf(arch, Uint8Array.fromHex(REMOUNT_CODE[arch]))
}
