/** Starts a command for which the kernel has no instance of inotify, as when a person has too many: EMFILE, inotify_init(2). */

import { constants } from 'node:os'
import { SYSCALL_NUMBERS } from '../../../src/sys/numbers.ts'
import { becomeUnder } from './under-filter.ts'

/** linux/bpf_common.h and linux/seccomp.h. */
const LOAD_WORD = 0x20
const JUMP_EQUAL = 0x15
const RETURN = 0x06
const ALLOW = 0x7fff0000
const ERRNO = 0x00050000

const { inotify_init1 } = SYSCALL_NUMBERS[process.arch === 'arm64' ? 'arm64' : 'x64']

/** A struct sock_filter: what to do, how far to jump if so and if not, and a value. */
const instruction = (code: number, yes: number, no: number, value: number): number[] => [
  ...new Uint8Array(new Uint16Array([code]).buffer),
  yes,
  no,
  ...new Uint8Array(new Uint32Array([value]).buffer),
]

becomeUnder(
  new Uint8Array([
    ...instruction(LOAD_WORD, 0, 0, 0),
    ...instruction(JUMP_EQUAL, 0, 1, inotify_init1),
    ...instruction(RETURN, 0, 0, ERRNO | constants.errno.EMFILE),
    ...instruction(RETURN, 0, 0, ALLOW),
  ]),
  process.argv.slice(2),
)
