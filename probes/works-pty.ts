import { ptr } from 'bun:ffi'
import { closeSync, constants, openSync } from 'node:fs'
import { systemCall, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** ioctl_tty(2). */
const TIOCSPTLCK = 0x40045431
const TIOCGPTN = 0x80045430

export const probe = defineProbe({
  id: 'works-pty',
  claim: 'A pseudo-terminal can be opened, as tmux, script and test runners do.',
  guards: [],
  attempt: () =>
    tried(() => {
      const flags = constants.O_RDWR | constants.O_NOCTTY
      const main = openSync('/dev/ptmx', flags)
      try {
        const number = new Int32Array(1)
        const unlocked = systemCall('ioctl', main, TIOCSPTLCK, ptr(number))
        const asked = systemCall('ioctl', main, TIOCGPTN, ptr(number))
        if (!unlocked.worked || !asked.worked) return unlocked.worked ? asked : unlocked
        const path = `/dev/pts/${number[0]}`
        closeSync(openSync(path, flags))
        return { worked: true, evidence: `opened ${path}` }
      } finally {
        closeSync(main)
      }
    }),
})
