import { afterAll, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs'
import { MAX_SOURCE_BYTES } from '../../src/host/gather/sources.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import { type Answer, at, CONFIG, PROJECT, plant, read, removeAll, renew, TEXT } from './source-files.ts'

beforeEach(renew)
afterAll(removeAll)

const SHOWN = `~/${CONFIG}`
const LOOK = `Without it nothing is started, since it may forbid something. To see its mode: ls -l ${SHOWN}`
const MOVE = 'Move it away, or put a file in its place.'

const REFUSED: readonly (readonly [string, FileKind, string, () => void, Answer])[] = [
  [
    'a folder',
    'config',
    CONFIG,
    () => mkdirSync(at(CONFIG)),
    {
      id: 'policy.not-a-file',
      says: `${SHOWN} should be a file of settings, but it is a folder.`,
      fix: MOVE,
    },
  ],
  [
    'a named pipe, without waiting for a writer',
    'project',
    PROJECT,
    () => expect(Bun.spawnSync(['mkfifo', at(PROJECT)]).exitCode).toBe(0),
    {
      id: 'policy.not-a-file',
      says: '~/p/.jail.yaml should be a file of settings, but it is no regular file.',
      fix: MOVE,
    },
  ],
  [
    'a link to a device',
    'config',
    CONFIG,
    () => symlinkSync('/dev/zero', at(CONFIG)),
    {
      id: 'policy.not-a-file',
      says: `${SHOWN} should be a file of settings, but it is no regular file.`,
      fix: MOVE,
    },
  ],
  [
    'a link to nothing',
    'config',
    CONFIG,
    () => symlinkSync(at('gone'), at(CONFIG)),
    { id: 'policy.unreadable', says: `${SHOWN} cannot be read: reading fails with errno 2.`, fix: LOOK },
  ],
  [
    'a link to itself',
    'config',
    CONFIG,
    () => symlinkSync(at(CONFIG), at(CONFIG)),
    { id: 'policy.unreadable', says: `${SHOWN} cannot be read: reading fails with errno 40.`, fix: LOOK },
  ],
  [
    'a link in a project, even to a file in it',
    'project',
    PROJECT,
    () => symlinkSync(plant('p/x.yaml'), at(PROJECT)),
    {
      id: 'policy.not-a-file',
      says: '~/p/.jail.yaml is a link, and settings of a project are never read through one.',
      fix: 'Put the file itself there: cp --remove-destination "$(readlink -f ~/p/.jail.yaml)" ~/p/.jail.yaml',
    },
  ],
  [
    'a file with a byte too many',
    'config',
    CONFIG,
    () => truncateSync(plant(CONFIG), MAX_SOURCE_BYTES + 1),
    {
      id: 'policy.too-large',
      says: `${SHOWN} has 1048577 bytes; a file of settings has at most 1048576 (1 MiB).`,
      fix: 'Move it away, or shorten it.',
    },
  ],
  [
    'a file that a group may write',
    'config',
    CONFIG,
    () => plant(CONFIG, TEXT.text, 0o664),
    {
      id: 'policy.untrusted',
      says: `${SHOWN} can be written by others (mode 0664), so ${SHOWN} is not trusted.`,
      fix: `Type: chmod go-w ${SHOWN}`,
    },
  ],
  [
    'a file that all may write, sticky or not',
    'profile',
    CONFIG,
    () => plant(CONFIG, TEXT.text, 0o1646),
    {
      id: 'policy.untrusted',
      says: `${SHOWN} can be written by others (mode 1646), so ${SHOWN} is not trusted.`,
      fix: `Type: chmod go-w ${SHOWN}`,
    },
  ],
  [
    'a file in a folder that a group may write',
    'config',
    CONFIG,
    () => {
      plant(CONFIG)
      chmodSync(at('.config/jail'), 0o775)
    },
    {
      id: 'policy.untrusted',
      says: `~/.config/jail can be written by others (mode 0775), so ${SHOWN} is not trusted.`,
      fix: 'Type: chmod go-w ~/.config/jail',
    },
  ],
  [
    'a link in a folder that a group may write',
    'config',
    CONFIG,
    () => {
      symlinkSync(plant('dotfiles/jail.yaml'), at(CONFIG))
      chmodSync(at('.config/jail'), 0o775)
    },
    {
      id: 'policy.untrusted',
      says: `~/.config/jail can be written by others (mode 0775), so ${SHOWN} is not trusted.`,
      fix: 'Type: chmod go-w ~/.config/jail',
    },
  ],
  [
    'a target of a link that a group may write, by a name that the shell takes',
    'config',
    CONFIG,
    () => symlinkSync(plant('dotfiles/a b.yaml', TEXT.text, 0o664), at(CONFIG)),
    {
      id: 'policy.untrusted',
      says: `~/dotfiles/a b.yaml can be written by others (mode 0664), so ${SHOWN} is not trusted.`,
      fix: "Type: chmod go-w ~/'dotfiles/a b.yaml'",
    },
  ],
]

test.each(REFUSED)('%s is refused', (_, kind, name, make, answer) => {
  make()
  expect(read(kind, name)).toEqual(answer)
})
