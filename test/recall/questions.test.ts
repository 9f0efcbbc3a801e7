import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStart } from '../../src/host/toolchains/interpreter.ts'
import type { Log } from '../../src/recall/log.ts'
import { Recorder } from '../../src/recall/recorder.ts'
import { isUnchanged } from '../../src/recall/replay.ts'
import { clearAmbientCapabilities } from '../../src/sys/capabilities.ts'
import { Files } from '../../src/sys/files.ts'
import { FolderReader } from '../../src/sys/folders.ts'
import { Libc } from '../../src/sys/libc.ts'
import { packLooks } from '../../src/sys/looks.ts'

const files = new Files(new Libc())
let top = ''
const tops: string[] = []
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-recall-')))
  tops.push(top)
  mkdirSync(at('folder/in'), { recursive: true })
  writeFileSync(at('file'), 'one')
  writeFileSync(at('folder/tool'), '#!/bin/sh\n', { mode: 0o755 })
  symlinkSync('file', at('link'))
})
afterAll(() => {
  for (const each of tops) rmSync(each, { recursive: true, force: true })
})

const at = (name: string): string => join(top, name)

const isSame = ({ asked, looks }: Log, mounts: readonly string[] = []): boolean =>
  isUnchanged({ asked, looks: packLooks(looks), mounts }, files)

function noted(ask: (files: Recorder) => unknown): Log {
  const recorder = new Recorder()
  ask(recorder)
  const log = recorder.log()
  if (!log) throw new Error('These questions cannot be asked again.')
  return log
}

/** As a project is read for repositories in it. */
const folders = (recorder: Recorder): unknown =>
  recorder.answer({ what: 'folders', path: at('folder') }, () =>
    new FolderReader(recorder, '.git').read(at('folder')),
  )

/** What is asked, what then happens, and whether the answer is another one. */
const CHANGES: readonly (readonly [string, (files: Recorder) => unknown, string, () => unknown, boolean])[] =
  [
    ['a file', (f) => f.stat(at('file')), 'grows', () => appendFileSync(at('file'), 'x'), true],
    ['a file', (f) => f.stat(at('file')), 'has another mode', () => chmodSync(at('file'), 0o600), true],
    ['a file', (f) => f.stat(at('file')), 'is setuid', () => chmodSync(at('file'), 0o4644), true],
    ['a file', (f) => f.stat(at('file')), 'has a second name', () => linkSync(at('file'), at('b')), true],
    ['a file', (f) => f.stat(at('file')), 'is gone', () => unlinkSync(at('file')), true],
    ['a file', (f) => f.stat(at('file')), 'has other times', () => utimesSync(at('file'), 1, 1), false],
    [
      'a file',
      (f) => f.stat(at('file')),
      'is a link now',
      () => [renameSync(at('file'), at('b')), symlinkSync('b', at('file'))],
      true,
    ],
    [
      'what a link leads to',
      (f) => f.stat(at('link'), true),
      'leads elsewhere',
      () => [unlinkSync(at('link')), symlinkSync('folder', at('link'))],
      true,
    ],
    [
      'a link itself',
      (f) => f.stat(at('link')),
      'is a file now',
      () => [unlinkSync(at('link')), writeFileSync(at('link'), 'one')],
      true,
    ],
    ['what is not there', (f) => f.stat(at('none')), 'is made', () => mkdirSync(at('none')), true],
    ['what is not there', (f) => f.stat(at('none')), 'stays away', () => mkdirSync(at('other')), false],
    [
      'what is below a file',
      (f) => f.stat(at('file/x')),
      'could be made now',
      () => [unlinkSync(at('file')), mkdirSync(at('file'))],
      true,
    ],
    ['a folder', (f) => f.stat(at('folder')), 'holds more', () => mkdirSync(at('folder/more')), false],
    ['a folder', (f) => f.stat(at('folder')), 'is open to all', () => chmodSync(at('folder'), 0o777), true],
    ['a folder', (f) => f.stat(at('folder/in')), 'is gone', () => rmdirSync(at('folder/in')), true],
    ['a text', (f) => f.readText(at('file')), 'is another', () => writeFileSync(at('file'), 'two'), true],
    [
      'a text',
      (f) => f.readText(at('file')),
      'is written again',
      () => writeFileSync(at('file'), 'one'),
      false,
    ],
    ['a text', (f) => f.readText(at('none')), 'is there now', () => writeFileSync(at('none'), ''), true],
    [
      'the text of a link',
      (f) => f.readLink(at('link')),
      'is another',
      () => [unlinkSync(at('link')), symlinkSync('./file', at('link'))],
      true,
    ],
    [
      'a real path',
      (f) => f.realPath(at('link')),
      'is another',
      () => [unlinkSync(at('link')), symlinkSync('folder', at('link'))],
      true,
    ],
    ['names', (f) => f.names(at('folder')), 'are more', () => mkdirSync(at('folder/more')), true],
    [
      'names',
      (f) => f.names(at('folder')),
      'are others',
      () => renameSync(at('folder/in'), at('folder/on')),
      true,
    ],
    [
      'names',
      (f) => f.names(at('folder')),
      'are the same',
      () => writeFileSync(at('folder/tool'), 'x'),
      false,
    ],
    ['no names', (f) => f.names(at('none')), 'are some', () => mkdirSync(at('none')), true],
    [
      'a list',
      (f) => f.list(at('folder')),
      'has another kind',
      () => [rmdirSync(at('folder/in')), writeFileSync(at('folder/in'), '')],
      true,
    ],
    [
      'a list',
      (f) => f.list(at('folder')),
      'is as it was again',
      () => [mkdirSync(at('folder/x')), rmdirSync(at('folder/x'))],
      false,
    ],
    ['the folders', folders, 'are more', () => mkdirSync(at('folder/more')), true],
    ['the folders', folders, 'hold a repository', () => writeFileSync(at('folder/.git'), ''), true],
    ['the folders', folders, 'are the same', () => writeFileSync(at('folder/more'), ''), false],
    [
      'how a program starts',
      (f) => readStart(at('folder/tool'), f),
      'is another',
      () => writeFileSync(at('folder/tool'), '#!/bin/bash\n'),
      true,
    ],
    [
      'how a program starts',
      (f) => readStart(at('folder/tool'), f),
      'is the same',
      () => appendFileSync(at('folder/tool'), 'echo\n'),
      false,
    ],
    [
      'which file it is',
      (f) => f.fingerprint(at('file'), false),
      'grows',
      () => appendFileSync(at('file'), 'x'),
      false,
    ],
    [
      'which file it is',
      (f) => f.fingerprint(at('file'), false),
      'is replaced',
      () => [writeFileSync(at('b'), 'one'), renameSync(at('b'), at('file'))],
      true,
    ],
    [
      'its times',
      (f) => f.fingerprint(at('file'), true),
      'are others',
      () => utimesSync(at('file'), 1, 1),
      true,
    ],
  ]

describe('a start that was told', () => {
  test.each(CHANGES)('%s, which then %s: another answer is seen', (_what, ask, _change, change, isOther) => {
    const log = noted(ask)
    expect(isSame(log)).toBe(true)
    change()
    expect(isSame(log)).toBe(!isOther)
  })

  test.skipIf(process.geteuid?.() === 0)(
    'what it may do sees that it may not any more (as root: it always may)',
    () => {
      const log = noted((f) => f.may(at('file'), 2))
      expect(isSame(log)).toBe(true)
      chmodSync(at('file'), 0o400)
      expect(isSame(log)).toBe(false)
    },
  )

  test('a folder that has long been quiet is not listed again, and still every change of it is seen', async () => {
    // The ctime cannot be set, so the folder must really be old.
    const old = '/usr/share'
    const log = noted((f) => f.names(old))
    expect(log.asked[0]?.times).toBeString()
    expect(noted((f) => f.names(at('folder'))).asked[0]?.times).toBeUndefined()
    const forged = { ...log, asked: log.asked.map((one) => ({ ...one, times: '1:2:3:4 5.6 7.8.9.10' })) }
    expect(isSame(forged)).toBe(true)
    const other = { ...forged, asked: forged.asked.map((one) => ({ ...one, answer: 'other' })) }
    expect(isSame(other)).toBe(false)
  })

  test('no remote mounts does not hold once there is one', () => {
    const log = noted((f) => f.answer({ what: 'mounts', path: '' }, () => []))
    expect(isSame(log, [])).toBe(true)
    expect(isSame(log, ['/mnt/far'])).toBe(false)
  })
})

describe('what was told cannot be asked again when', () => {
  test.each<readonly [string, (files: Recorder) => unknown]>([
    ['another program was asked', (f) => f.askedElsewhere()],
    ['a folder was made', (f) => f.makeFolder(at('folder'))],
    ['a file was read in another way', (f) => f.readAt(f.open(at('file')), 0, 3)],
    ['a system call was made past the questions', (f) => clearAmbientCapabilities(f.libc)],
    [
      'one question of stat had two answers',
      (f) => [f.stat(at('file')), appendFileSync(at('file'), 'x'), f.stat(at('file'))],
    ],
    [
      'one question had two answers',
      (f) => [f.readText(at('file')), appendFileSync(at('file'), 'x'), f.readText(at('file'))],
    ],
    ['it is too much', (f) => Array.from({ length: 20_001 }, (_, n) => f.stat(at(`none${n}`)))],
  ])('%s', (_why, ask) => {
    const recorder = new Recorder()
    recorder.stat(at('file'))
    expect(recorder.log()).toBeDefined()
    ask(recorder)
    expect(recorder.log()).toBeUndefined()
  })
})

test('of texts only a digest is kept, since they may hold a secret', () => {
  writeFileSync(at('file'), 'token-1234')
  const log = noted((f) => [f.readText(at('file')), f.stat(at('file')), readStart(at('file'), f)])
  expect(JSON.stringify(log)).not.toContain('token-1234')
})

test('a recorder answers as the files themselves do', () => {
  const ask = (f: Files): unknown => [
    ...['file', 'folder', 'link', 'none'].flatMap((name) => [
      f.stat(at(name)),
      f.stat(at(name), true),
      f.readLink(at(name)),
      f.realPath(at(name)),
      f.readText(at(name)),
      f.names(at(name))?.sort(),
      f.may(at(name), 1),
      f.fingerprint(at(name), true),
      f.fingerprint(at(name), false, false),
    ]),
  ]
  expect(ask(new Recorder())).toEqual(ask(files))
  expect(readFileSync(at('file'), 'utf8')).toBe('one')
})
