import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Begun, begin, end, isUnchanged, readRecord } from '../../../src/host/review/record.ts'
import { Walker } from '../../../src/host/walk.ts'
import type { Scope, Snapshot } from '../../../src/review/state.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'
import { openLock, takeLock } from '../../../src/sys/lock.ts'
import { replaceFile } from '../../../src/sys/write.ts'

const files = new Files(new Libc())
const tops: string[] = []
let top = ''
let path = ''
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-record-')))
  tops.push(top)
  mkdirSync(join(top, 'p'))
  path = join(top, 'state/record.json')
})
afterAll(() => {
  for (const each of tops) rmSync(each, { recursive: true })
})

const plant = (name: string): void => writeFileSync(join(top, 'p', name), name)
/** A run of a profile of which the folder `state-NAME` is watched, too. */
function started(name: string): Begun {
  const scope: Scope = {
    project: join(top, 'p'),
    home: top,
    outside: [{ path: join(top, `state-${name}`), how: 'entry', why: 'w' }],
    inside: [{ path: '.envrc', why: 'direnv' }],
  }
  const begun = begin(path, scope, { since: name, walker: new Walker(files), files })
  if (typeof begun === 'number') throw new Error(`errno ${-begun}`)
  return begun
}
function record(): Snapshot {
  const known = readRecord(path, files)
  if (typeof known !== 'object') throw new Error(`there is ${known ?? 'none'}`)
  return known
}
const outside = () => record().scope.outside.map((one) => one.path.slice(`${top}/state-`.length))
const watched = () => record().seen.watched.map((one) => one.path.slice(`${top}/p/`.length))

describe('the record of runs of one project', () => {
  test('begins anew with each run that is alone', () => {
    const first = started('a')
    end(first.held, true, files)
    plant('.envrc')
    const second = started('b')
    expect([watched(), outside(), second.isLeftOver]).toEqual([['.envrc'], ['b'], false])
    end(second.held, true, files)
    expect(record().ended).toBe(true)
  })

  test('keeps the beginning of the first while others go on, with what each of them watches', () => {
    const runs = ['a', 'b', 'c'].map((name) => {
      const begun = started(name)
      plant('.envrc')
      return begun
    })
    expect([watched(), outside()]).toEqual([[], ['a', 'b', 'c']])
    const endings = runs.map(({ held }) => {
      end(held, true, files)
      return record().ended
    })
    expect(endings).toEqual([false, false, true])
  })

  test('keeps what another run has added since the last one looked', () => {
    const first = started('a')
    const second = started('b')
    end(second.held, true, files)
    end(first.held, true, files)
    expect([outside(), record().ended]).toEqual([['a', 'b'], true])
  })

  test('is left over by a run that was killed, and stands for the next', () => {
    const first = started('a')
    files.libc.call('close', first.held.lock)
    plant('.envrc')
    const second = started('b')
    expect([watched(), outside(), second.isLeftOver]).toEqual([[], ['a', 'b'], true])
    end(second.held, true, files)
  })

  test('begins anew after one that was told, although another run has just taken its lock', () => {
    const first = started('a')
    end(first.held, true, files)
    const lock = openLock(files, path.replace('.json', '.lock'))
    expect(takeLock(files, lock, 'shared')).toBe(true)
    plant('.envrc')
    const second = started('b')
    expect([watched(), outside()]).toEqual([['.envrc'], ['b']])
    // That one has it still, so it is not told as the last.
    end(second.held, true, files)
    expect(record().ended).toBe(false)
    files.libc.call('close', lock)
  })
})

describe('the end of a run', () => {
  test('changes nothing of the record but whether all was told', () => {
    const { held } = started('a')
    const before = record()
    end(held, true, files)
    expect(record()).toEqual({ ...before, ended: true })
  })

  test('tells nobody that a record was told which could not be read', () => {
    const { held } = started('a')
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -1))
    end(held, false, files)
    expect(readRecord(path, files)).toBe('broken')
    const second = started('b')
    expect([second.wasBroken, second.isLeftOver]).toEqual([true, false])
    end(second.held, true, files)
  })

  test('sees whether another run has written the record since', () => {
    const first = started('a')
    expect(isUnchanged(first.held, files)).toBe(true)
    const second = started('b')
    expect(isUnchanged(first.held, files)).toBe(false)
    for (const { held } of [first, second]) end(held, true, files)
  })
})

describe('a file that is replaced', () => {
  test('is another one, and leaves nothing beside it; what a kill left there is taken away', () => {
    const name = join(top, 'x')
    writeFileSync(`${name}.new`, 'half')
    expect(replaceFile(files, name, 'one')).toBe(0)
    const { ino } = statSync(name)
    expect(replaceFile(files, name, 'two')).toBe(0)
    expect(statSync(name).ino).not.toBe(ino)
    expect([files.readText(name), readdirSync(dirname(name)).sort()]).toEqual(['two', ['p', 'x']])
  })

  test('stays as it was when the new one cannot be put in its place', () => {
    const name = join(top, 'folder')
    mkdirSync(name)
    expect(replaceFile(files, name, 'one')).toBeLessThan(0)
    expect(readdirSync(top).sort()).toEqual(['folder', 'p'])
  })
})
