import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-dev-files',
  claim: '/dev/null can be written, /dev/zero and /dev/urandom can be read.',
  guards: [],
  attempt: () =>
    tried(() => {
      writeFileSync('/dev/null', 'x')
      const zero = bytesOf('/dev/zero')
      const random = bytesOf('/dev/urandom')
      return holds(!zero.some(Boolean) && random.some(Boolean), `zero: ${zero[0]}, random: ${random[0]}`)
    }),
})

function bytesOf(path: string): Uint8Array {
  const bytes = new Uint8Array(32)
  const fd = openSync(path, 'r')
  readSync(fd, bytes)
  closeSync(fd)
  return bytes
}
