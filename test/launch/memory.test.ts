import { expect, test } from 'bun:test'
import { codeMappings } from '../../src/launch/memory.ts'

const MAPS = `00200000-01a00000 r--p 00000000 fe:00 17 /opt/jail/dist/jail
01a00000-05200000 r-xp 01800000 fe:00 17 /opt/jail/dist/jail
05200000-05800000 r--p 05000000 fe:00 17 /opt/jail/dist/jail
05800000-05a00000 rw-p 05600000 fe:00 17 /opt/jail/dist/jail
7f0000000000-7f0000100000 r-xp 00000000 fe:00 18 /usr/lib/libc.so.6
7f0000200000-7f0000300000 rwxp 00000000 00:00 0
`

test('only the code of the file itself is given back: what was relocated is in no file', () => {
  expect(codeMappings(MAPS, '/opt/jail/dist/jail')).toEqual([{ start: 0x1a00000, end: 0x5200000 }])
})

test.each([
  ['a file whose name only ends like it', '/dist/jail'],
  ['a file that is not mapped', '/usr/bin/other'],
])('%s has no mapping', (_, path) => {
  expect(codeMappings(MAPS, path)).toEqual([])
})

test('a code mapping of this very process is found', async () => {
  const maps = await Bun.file('/proc/self/maps').text()
  expect(codeMappings(maps, process.execPath).length).toBeGreaterThan(0)
})
