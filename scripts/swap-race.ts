/**
 * Races against the start of a jail, many times: bun scripts/swap-race.ts [STARTS-A-RACE] [JAIL_BWRAP…]
 * Fails when a start showed what a planted link leads to, or changed anything there. The short version is part of the
 * end-to-end tests.
 */

import { Box } from '../test/e2e/support/box.ts'
import { RACES, race } from '../test/e2e/support/swap-race.ts'

const [starts = '200', ...bwraps] = process.argv.slice(2)
const only = process.env['ONLY']
let wrong = 0
for (const bwrap of bwraps.length === 0 ? [undefined] : bwraps)
  for (const one of RACES) {
    if (only && one.place !== only) continue
    const box = new Box()
    if (bwrap !== undefined) box.env['JAIL_BWRAP'] = bwrap
    const found = await race(box, one, Number(starts))
    box.remove()
    wrong += found.wrong.length
    const others = [
      ...new Set(
        found.refused.map((text) =>
          text
            .split('\n')
            .find((line) => !line.includes('run'))
            ?.replace(/jail-e2e-\w+/, '')
            .slice(0, 200),
        ),
      ),
    ]
    console.log(
      `${bwrap ?? 'bwrap'}: ${one.what}: ran ${found.ran}, refused as replaced ${found.moved}, refused else ${found.refused.length}, wrong ${found.wrong.length}`,
    )
    for (const text of [...others.slice(0, 3), ...found.wrong.slice(0, 3)]) console.log(`    ${text}`)
  }
process.exit(wrong === 0 ? 0 : 1)
