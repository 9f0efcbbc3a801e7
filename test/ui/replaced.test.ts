import { describe, expect, test } from 'bun:test'
import type { Replaced } from '../../src/plan/detachable.ts'
import { replacedLines } from '../../src/ui/replaced.ts'

const one = (more: Partial<Replaced> = {}): Replaced => ({
  path: '/p/a',
  as: 'hidden',
  times: 1,
  errno: undefined,
  ...more,
})

describe('what was replaced on the host', () => {
  test.each<readonly [string, Replaced, string]>([
    [
      'is told with what it could be for a moment',
      one({ as: 'read-only' }),
      '/p/a was replaced on this machine while the command ran, and is read-only inside again. In between, for some milliseconds, it could be changed.',
    ],
    [
      'is told with how often',
      one({ times: 3 }),
      '/p/a was replaced on this machine while the command ran, 3 times, and is hidden inside again. In between, for some milliseconds, it could be read and changed.',
    ],
    [
      'and could not be closed again is told with the reason',
      one({ errno: 40 }),
      '/p/a was replaced on this machine while the command ran, and could not be made hidden again (it is a link now): from then on it could be read and changed. Look at it before you go on.',
    ],
    [
      'and the kernel refused is told with its number',
      one({ errno: 38, as: 'pinned' }),
      '/p/a was replaced on this machine while the command ran, and could not be made pinned again (errno 38): from then on it could be moved. Look at it before you go on.',
    ],
  ])('%s', (_, place, line) => {
    expect(replacedLines([place], false)).toEqual([line])
  })

  test('is told in a few lines, first what could not be closed again', () => {
    const places = Array.from({ length: 23 }, (_, at) =>
      one({ path: `/p/${at}`, errno: at === 22 ? 1 : undefined }),
    )
    const lines = replacedLines(places, false)
    expect(lines).toHaveLength(21)
    expect(lines[0]).toStartWith('/p/22 ')
    expect(lines[20]).toBe('3 more places were replaced on this machine.')
  })

  test('is told in quiet too where it was left open, and only there', () => {
    expect(replacedLines([one(), one({ path: '/p/b', errno: 1 })], true)).toHaveLength(1)
    expect(replacedLines([one()], true)).toEqual([])
  })
})
