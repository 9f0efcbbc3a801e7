import { afterAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JailError } from '../../src/errors.ts'
import {
  type Allowed,
  allowedPath,
  hashOf,
  listAllowed,
  readAllowed,
  recordText,
} from '../../src/host/gather/allowed.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { removeFile, replaceFile } from '../../src/sys/write.ts'
import { callerOf } from '../hosts/machine.ts'
import { PLACES, smallMachine } from '../hosts/small.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-allowed-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))
const uid = process.geteuid?.() ?? 0
const caller = { ...callerOf(smallMachine(), 'eve'), home: top, uid }

const GOOD: Allowed = {
  project: '/home/eve/p',
  sha256: hashOf('/home/eve/p', 'read: [~/x]\n'),
  when: '2026-01-02T03:04:05.000Z',
  sentences: ['read ~/x: read-only; without this file: hidden'],
}

/** A store of its own for each test; answers the path of the record. */
function plant(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(top, 'store-'))
  const path = join(folder, 'p-1.json')
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

function refusal(path: string): JailError | undefined {
  try {
    readAllowed(path, caller, files)
  } catch (error) {
    if (error instanceof JailError) return error
    throw error
  }
  return undefined
}

describe('a record', () => {
  test('is read as it was written', () => {
    expect(readAllowed(plant(recordText(GOOD)), caller, files)).toEqual(GOOD)
  })

  test('that is not there is none', () => {
    expect(readAllowed(join(top, 'none/p-1.json'), caller, files)).toBeUndefined()
  })

  test.each([
    ['empty', ''],
    ['cut', recordText(GOOD).slice(0, 60)],
    ['null', 'null'],
    ['a list', '[]'],
    ['of another version', recordText(GOOD).replace('"schema": 1', '"schema": 2')],
    ['without a hash', JSON.stringify({ ...GOOD, schema: 1, sha256: undefined })],
    ['with a short hash', recordText({ ...GOOD, sha256: 'abc' })],
    ['without what was shown', JSON.stringify({ ...GOOD, schema: 1, sentences: undefined })],
    ['with numbers for sentences', JSON.stringify({ ...GOOD, schema: 1, sentences: [1] })],
    ['without a day', recordText({ ...GOOD, when: 'yesterday' })],
  ])('that is %s stops the start, with what to type', (_, text) => {
    const path = plant(text)
    const error = refusal(path)
    expect(error).toMatchObject({ id: 'allow.broken' })
    expect(error?.fix).toContain('rm ~/')
  })

  test.each([
    ['the group', 0o620],
    ['everybody', 0o602],
  ])('that %s may write is not trusted', (_, mode) => {
    expect(refusal(plant(recordText(GOOD), mode))).toMatchObject({ id: 'policy.untrusted' })
  })

  test('in a folder that others may write is not trusted', () => {
    const path = plant(recordText(GOOD))
    chmodSync(join(path, '..'), 0o777)
    expect(refusal(path)).toMatchObject({ id: 'policy.untrusted' })
  })

  test.skipIf(uid !== 0)(
    'of somebody else is not trusted (as root only: others cannot give a file away)',
    () => {
      const path = plant(recordText(GOOD))
      chownSync(path, 12_345, 12_345)
      expect(refusal(path)).toMatchObject({ id: 'policy.untrusted' })
    },
  )

  test('that is a folder stops the start, and so does a link to a file of others', () => {
    const path = plant('')
    rmSync(path)
    mkdirSync(path)
    expect(refusal(path)).toMatchObject({ id: 'policy.not-a-file' })
    rmSync(path, { recursive: true })
    symlinkSync(plant(recordText(GOOD), 0o666), path)
    expect(refusal(path)).toMatchObject({ id: 'policy.untrusted' })
  })
})

describe('the hash', () => {
  test.each([
    ['the text', '/p', 'read: [a]'],
    ['one byte', '/p', 'read: [b] '],
    ['the project', '/q', 'read: [b]'],
    ['where the path ends and the text begins', '/pread', ': [b]'],
  ])('depends on %s', (_, project, text) => {
    expect(hashOf(project, text)).not.toBe(hashOf('/p', 'read: [b]'))
    expect(hashOf('/p', 'read: [b]')).toBe(hashOf('/p', 'read: [b]'))
  })
})

test('all records are listed by project, and one that is broken is not passed over', () => {
  const places = { ...PLACES, xdg: { ...PLACES.xdg, XDG_STATE_HOME: join(top, 'state') } }
  expect(listAllowed(places, caller, files)).toEqual([])
  const path = (id: string) => allowedPath(places, { id })
  expect(files.makeFolder(join(path('a'), '..'))).toBe(0)
  for (const [id, project] of [
    ['a', '/z'],
    ['b', '/a'],
  ] as const)
    expect(replaceFile(files, path(id), recordText({ ...GOOD, project }))).toBe(0)
  expect(listAllowed(places, caller, files).map(({ project }) => project)).toEqual(['/a', '/z'])
  expect(removeFile(files, path('a'))).toBe(0)
  expect(removeFile(files, path('a'))).toBe(-2)
  expect(listAllowed(places, caller, files)).toHaveLength(1)
  expect(replaceFile(files, path('c'), '{')).toBe(0)
  expect(() => listAllowed(places, caller, files)).toThrow(expect.objectContaining({ id: 'allow.broken' }))
})
