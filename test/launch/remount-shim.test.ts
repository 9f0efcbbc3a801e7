import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { remountElf } from '../../src/launch/shim/remount.ts'

const native = process.arch === 'arm64' ? 'arm64' : 'x64'
const EMULATOR = Bun.which('qemu-aarch64')
const ENOENT = 2
const ENOTTY = 25
/** What the emulator says to an ioctl(2) that it does not know. */
const ENOSYS = 38
const ELOOP = 40

/** A mount namespace of its own, as a box has one, with a user namespace that owns it. */
let folder: string
let inside: Bun.Subprocess
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jail-remount-'))
  for (const name of ['read', 'pinned', 'hidden', 'other']) writeFileSync(join(folder, name), 'content')
  mkdirSync(join(folder, 'folder/kept'), { recursive: true })
  symlinkSync('other', join(folder, 'link'))
  writeFileSync(join(folder, 'shim'), remountElf(native), { mode: 0o700 })
  inside = Bun.spawn(['unshare', '-Urm', 'sh', '-c', 'echo; exec sleep 30'], { stdout: 'pipe' })
  await (inside.stdout as ReadableStream).getReader().read()
})
afterAll(() => {
  inside.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Its exit code: 0 or an errno. */
function mount(letter: string, name: string, namespace = `/proc/${inside.pid}/ns/mnt`): number | null {
  const argv0 = letter
  return Bun.spawnSync([join(folder, 'shim'), namespace, join(folder, name)], { argv0 }).exitCode
}

function enter(script: string): string {
  const into = ['nsenter', '-t', String(inside.pid), '-U', '-m', '--preserve-credentials']
  const done = Bun.spawnSync([...into, 'sh', '-c', `cd ${folder}; ${script}`], {
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  })
  return `${done.stdout}${done.stderr}`.trim()
}

describe('the remount shim', () => {
  test.each([
    [
      'r makes a file read-only',
      'r',
      'read',
      'cat read; echo evil > read',
      /^content.*Read-only file system$/s,
    ],
    ['w lets it be written, but not be moved', 'w', 'pinned', 'echo more > pinned && mv pinned x', /busy$/],
    [
      'n shows an empty device in its place',
      'n',
      'hidden',
      'cat hidden; stat -c %F hidden',
      /^character special/,
    ],
    [
      't shows an empty folder that stays so',
      't',
      'folder',
      'ls folder; touch folder/a',
      /^touch.*Read-only/,
    ],
  ])('%s', (_, letter, name, script, seen) => {
    expect(mount(letter, name)).toBe(0)
    expect(enter(script)).toMatch(seen)
    // The host's own mounts are others.
    expect(Bun.spawnSync(['findmnt', '-n', join(folder, name)]).stdout.toString()).toBe('')
  })

  test.each([
    ['a link', 'r', 'link', ELOOP],
    ['what is not there', 'n', 'missing', ENOENT],
  ])('mounts nothing on %s, and answers the errno', (_, letter, name, errno) => {
    const before = enter('cat /proc/self/mountinfo')
    expect(mount(letter, name)).toBe(errno)
    expect(enter('cat /proc/self/mountinfo')).toBe(before)
  })

  test.each([
    ['no such process', '/proc/0/ns/mnt', ENOENT],
    ['a file that is no namespace', '/etc/passwd', ENOTTY],
  ])('does nothing with %s', (_, namespace, errno) => {
    expect(mount('r', 'other', namespace)).toBe(errno)
  })
})

/** The emulator has several threads, with which nobody enters a user namespace (setns(2)): only the way there is tried. */
const isMissing = native !== 'arm64' && EMULATOR === null && !process.env['JAIL_MUST_WORK']
const why = isMissing ? ' (skipped: there is no qemu-aarch64, package qemu-user)' : ''
test.skipIf(isMissing)(`the arm64 shim finds its words, and answers the errno${why}`, () => {
  const shim = join(folder, 'shim-arm64')
  writeFileSync(shim, remountElf('arm64'), { mode: 0o700 })
  const by = native === 'arm64' ? [] : [EMULATOR ?? 'qemu-aarch64']
  const start = (namespace: string) => Bun.spawnSync([...by, shim, namespace, folder]).exitCode
  expect([start('/proc/0/ns/mnt'), start('/etc/passwd')]).toEqual([
    ENOENT,
    native === 'arm64' ? ENOTTY : ENOSYS,
  ])
})
