/**
 * Starts a command under a filter of system calls that refuses new namespaces, as Docker's default one does:
 * unshare and mount EPERM, clone with a namespace EPERM, clone3 ENOSYS. Source: moby/profiles/seccomp/default.json.
 */

import { assemble } from '../../../src/seccomp/assemble.ts'
import { ROWS } from '../../../src/seccomp/rows.ts'
import { becomeUnder } from './under-filter.ts'

const refusals = ROWS.filter((row) => row.nested !== undefined || row.syscall === 'clone3')
becomeUnder(assemble(refusals, process.arch === 'arm64' ? 'aarch64' : 'x86_64'), process.argv.slice(2))
