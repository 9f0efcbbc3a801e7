import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { chmodSync, chownSync, rmSync, symlinkSync, truncateSync } from 'node:fs'
import { MAX_SOURCE_BYTES } from '../../src/host/gather/sources.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import { at, CONFIG, IS_ROOT, PROJECT, plant, read, removeAll, renew, TEXT, uid } from './source-files.ts'

beforeEach(renew)
afterAll(removeAll)

const STRANGER = 54_321

describe('a file is read', () => {
  test.each<readonly [string, FileKind, string, () => void]>([
    ['when it is plain', 'config', CONFIG, () => plant(CONFIG)],
    ['when only the owner may read it', 'config', CONFIG, () => plant(CONFIG, TEXT.text, 0o600)],
    [
      'through a link to another folder',
      'config',
      CONFIG,
      () => symlinkSync(plant('dotfiles/jail.yaml'), at(CONFIG)),
    ],
    [
      'through a folder that is a link',
      'config',
      CONFIG,
      () => {
        plant('dotfiles/jail/config.yaml')
        rmSync(at('.config/jail'), { recursive: true })
        symlinkSync(at('dotfiles/jail'), at('.config/jail'))
      },
    ],
    ['of a project, whoever may write it', 'project', PROJECT, () => plant(PROJECT, TEXT.text, 0o666)],
    [
      'in a folder where others may write, but not replace it',
      'profile',
      'shared/x.yaml',
      () => {
        plant('shared/x.yaml')
        chmodSync(at('shared'), 0o1777)
      },
    ],
  ])('%s', (_, kind, name, make) => {
    make()
    expect(read(kind, name)).toEqual(TEXT)
  })

  test('when it has the most bytes that are allowed', () => {
    truncateSync(plant(CONFIG), MAX_SOURCE_BYTES)
    expect(read('config', CONFIG)).toEqual({ text: expect.any(String) })
  })
})

test.each([
  ['is not there', 'nothing.yaml'],
  ['lies in a folder that is not there', 'no/such/folder.yaml'],
  ['would lie in a file', 'file/x.yaml'],
])('a file that %s is none, and no error', (_, name) => {
  plant('file')
  expect(read('config', name)).toBeUndefined()
})

describe('a file of somebody else', () => {
  /** Root can give files away; anyone else asks as another, whose files these are not. */
  const foreign = (name: string): number => {
    if (IS_ROOT) chownSync(at(name), STRANGER, STRANGER)
    return IS_ROOT ? uid : uid + 1
  }
  const owner = IS_ROOT ? STRANGER : uid

  test.each(['config', 'profile', 'administrator'] as const)('is not trusted as %s', (kind) => {
    plant(CONFIG)
    expect(read(kind, CONFIG, foreign(CONFIG))).toMatchObject({
      id: 'policy.untrusted',
      says: `~/${CONFIG} belongs to uid ${owner}, so ~/${CONFIG} is not trusted.`,
    })
  })

  test('is read when it is that of a project', () => {
    plant(PROJECT)
    expect(read('project', PROJECT, foreign(PROJECT))).toEqual(TEXT)
  })

  test('is not the administrator’s when it is only mine', () => {
    plant(CONFIG)
    if (IS_ROOT) chownSync(at(CONFIG), STRANGER, STRANGER)
    expect(read('administrator', CONFIG, IS_ROOT ? STRANGER : uid)).toMatchObject({
      id: 'policy.untrusted',
      fix: 'It must belong to root.',
    })
  })
})
