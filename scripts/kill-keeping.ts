/** Kills `jail` at many moments of a run that keeps a file, with dist/jail: bun run kills [COUNT] */

import { Box } from '../test/e2e/support/box.ts'
import { killKeeping } from '../test/e2e/support/kill-keeping.ts'

const count = Number(process.argv[2] ?? 200)
if (!(count > 0))
  throw new Error(`The count of kills is ${process.argv[2]}, but it must be a number above 0.`)
const box = new Box()
try {
  const { killed, old, fresh } = await killKeeping(box, count)
  console.log(`${killed} kills: ${old} times the old file, ${fresh} times the new one, never half of one`)
} finally {
  box.remove()
}
