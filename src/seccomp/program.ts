import { encodedProgram } from './encode.ts' with { type: 'macro' }
import type { Arch } from './syscalls.ts'

/**
 * The filter for `bwrap --seccomp FD`. `nested`: the command may make user namespaces of its own, so the rows
 * that the sandboxes of Chromium and codex (which is bubblewrap) need are left out.
 * Source: bwrap(1) --seccomp, user_namespaces(7).
 */
export function seccompProgram({ arch, nested }: { arch: Arch; nested: boolean }): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(ENCODED[arch][nested ? 'nested' : 'plain'])
}

/** The architectures jail has a filter for. */
export const ARCHES = ['x86_64', 'aarch64'] as const satisfies readonly Arch[]

// Assembled while Bun transpiles this file (a macro): in a fresh process the assembler itself takes 3 ms, because
// nothing is compiled yet, and a decoder 0.2 ms. The rows stay the only source; there is no generated file.
const ENCODED = {
  x86_64: { plain: encodedProgram('x86_64', false), nested: encodedProgram('x86_64', true) },
  aarch64: { plain: encodedProgram('aarch64', false), nested: encodedProgram('aarch64', true) },
}
