import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placeIn } from '../../src/verify/place.ts'
import { changeFile } from '../../src/verify/unchanged.ts'

const home = mkdtempSync(join(tmpdir(), 'jail-unchanged-'))
const project = join(home, 'p')
const field = { home, project, canary: 'mark' }
afterAll(() => rmSync(home, { recursive: true, force: true }))
beforeEach(() => {
  rmSync(project, { recursive: true, force: true })
  mkdirSync(join(project, 'folder'), { recursive: true })
})

/** What stands in the way of writing to the file, and what worked all the same. */
const WAYS: readonly (readonly [string, (path: string) => void, string])[] = [
  ['nothing', (path) => writeFileSync(path, ''), 'wrote to'],
  ['a folder with its name, so that only its folder can be moved', (path) => mkdirSync(path), 'moved'],
]

describe('a file is changed by the way that is open', () => {
  test.each(WAYS)('in the way: %s', (_, makeObstacle, way) => {
    const path = join(project, 'folder/file')
    makeObstacle(path)
    const attempt = changeFile(path, field)
    expect([attempt.worked, attempt.evidence.split(' /')[0]?.startsWith(way)]).toEqual([true, true])
    expect(readFileSync(path, 'utf8')).toContain('mark')
  })

  test('the project itself is never moved away', () => {
    mkdirSync(join(project, 'file'))
    expect(changeFile(join(project, 'file'), field)).toEqual({ worked: false, evidence: 'EISDIR, EISDIR' })
  })
})

test.each([
  ['~', '/h'],
  ['~/.ssh', '/h/.ssh'],
  ['~/../outside', '/outside'],
  ['./.git', '/h/p/.git'],
  ['^/key', '/o/key'],
  ['/usr', '/usr'],
])('the place of %s is %s', (text, path) => {
  expect(placeIn(text, { home: '/h', project: '/h/p', outside: '/o' })).toBe(path)
})
