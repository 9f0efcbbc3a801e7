import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Box, type Done, IS_ROOT } from './support/box.ts'

let box: Box
const boxes: Box[] = []
beforeEach(() => {
  box = new Box()
  boxes.push(box)
})
afterAll(() => {
  for (const each of boxes) each.remove()
})

const starts = (): string => join(box.home, '.local/state/jail/starts')
const kept = (): string[] => readdirSync(starts()).map((name) => join(starts(), name))
const start = (script = 'echo in', options: readonly string[] = []): Done =>
  box.run(script, options, { env: { JAIL_TIMING: '1' } })
/** Whether a start was decided anew, as the stages of JAIL_TIMING say. */
const isAnew = ({ err }: Done): boolean => err.includes('jail: plan ')

/** Starts until the start is recalled: the first ones make the folders that they then look at. */
function settle(options: readonly string[] = []): void {
  for (let n = 0; n < 4; n++) if (!isAnew(start('true', options))) return
  throw new Error('No start is recalled.')
}

describe('a start like the one before', () => {
  test('is recalled, and does the same with other arguments', () => {
    settle()
    const done = start('echo "$0 $HOME"; ls -A ~; exit 7')
    expect(isAnew(done)).toBe(false)
    expect(done).toMatchObject({ code: 7 })
    expect(done.out).toStartWith(`/usr/bin/sh ${box.home}\n`)
  })

  test.each<readonly [string, () => unknown, string, string]>([
    ['settings that hide', () => box.plant('.config/jail/config.yaml', 'hide: {./a: {}}\n'), 'cat a', ''],
    ['a project that hides', () => box.plant('src/project/.jail.yaml', 'hide: {./a: {}}\n'), 'cat a', ''],
    ['git hooks', () => box.outside('git init -q .'), 'echo x > .git/hooks/x; ls .git/hooks/x', ''],
    ['a dotfile', () => box.plant('.gitconfig', '[user]\n\tname = me\n'), 'git config user.name', 'me\n'],
  ])('is decided anew after %s', (_what, change, script, out) => {
    box.plant('src/project/a', 'open')
    settle()
    change()
    const done = start(script)
    expect(isAnew(done)).toBe(true)
    expect(done.out).toBe(out)
    settle()
    expect(start(script).out).toBe(out)
  })

  test('is decided anew with other options, another environment and in another folder', () => {
    settle()
    expect(isAnew(start('true', ['--network', 'none']))).toBe(true)
    expect(isAnew(box.run('true', [], { env: { JAIL_TIMING: '1', LANG: 'C' } }))).toBe(true)
    box.plant('src/other/x', '')
    const there = { cwd: join(box.home, 'src/other'), env: { JAIL_TIMING: '1' } }
    expect(isAnew(box.run('true', [], there))).toBe(true)
    expect(isAnew(start())).toBe(false)
  })

  test('is recalled for a start that is proven first, and the proof is made all the same', () => {
    settle()
    const done = start('echo in', ['--verify'])
    expect(done).toMatchObject({ code: 0, out: 'in\n' })
    expect([isAnew(done), done.err.includes('jail: verify ')]).toEqual([false, true])
  })

  test('is refused when a project asks for more than the person allowed', () => {
    settle()
    box.plant('src/project/.jail.yaml', 'write: {~/other: {}}\n')
    const done = start()
    expect(done).toMatchObject({ code: 125, out: '' })
    expect(done.err).toContain('jail allow')
  })

  test('is refused once the person takes back what a project was allowed', () => {
    box.plant('other/x', '')
    box.plant('src/project/.jail.yaml', 'write: {~/other: {}}\n')
    expect(box.jail(['allow', '--yes']).code).toBe(0)
    settle()
    expect(start('echo y > ~/other/x && echo written').out).toBe('written\n')
    expect(box.jail(['allow', '--remove']).code).toBe(0)
    expect(start('echo z > ~/other/x && echo written')).toMatchObject({ code: 125, out: '' })
  })

  test('that cannot be started any more says so as the first one would', () => {
    box.plant('bin/tool', '#!/bin/sh\necho tool\n', 0o755)
    box.env['PATH'] = `${box.home}/bin:${box.env['PATH']}`
    for (let n = 0; n < 3; n++) expect(box.jail(['run', 'tool']).out).toBe('tool\n')
    chmodSync(join(box.home, 'bin/tool'), 0o644)
    expect(box.jail(['run', 'tool'])).toMatchObject({ code: 126, out: '' })
  })
})

describe('what is kept of a start is not taken', () => {
  test.each<readonly [string, (path: string) => unknown]>([
    ['from a file that others may read', (path) => chmodSync(path, 0o640)],
    ['from a file that others may write', (path) => chmodSync(path, 0o602)],
    ['through a link', (path) => [renameSync(path, `${path}x`), symlinkSync(`${path}x`, path)]],
    ['from half a file', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ['from an empty file', (path) => truncateSync(path, 0)],
    ['from a file of zeros', (path) => writeFileSync(path, Buffer.alloc(statSync(path).size))],
    [
      'when a byte is another',
      (path) => {
        const bytes = readFileSync(path)
        bytes[100] = (bytes[100] ?? 0) ^ 1
        writeFileSync(path, bytes)
      },
    ],
  ])('%s', (_what, change) => {
    settle()
    for (const path of kept()) change(path)
    const done = start()
    expect(done).toMatchObject({ code: 0, out: 'in\n' })
    expect(isAnew(done)).toBe(true)
  })

  test.skipIf(!IS_ROOT)('from a file of another user (only root can give one away)', () => {
    settle()
    for (const path of kept()) chownSync(path, 65_534, 65_534)
    expect(isAnew(start())).toBe(true)
  })

  test('under another name', () => {
    settle()
    settle(['--network', 'none'])
    const [one = '', other = ''] = kept()
    linkSync(one, `${one}x`)
    renameSync(other, one)
    renameSync(`${one}x`, other)
    // Each name now holds the other's start: the network of a box must not depend on that.
    const open = start('cat /proc/net/dev | wc -l')
    const none = start('cat /proc/net/dev | wc -l', ['--network', 'none'])
    expect([isAnew(open), isAnew(none)]).toEqual([true, true])
    expect(none.out.trim()).toBe('3')
  })
})

describe('what is kept', () => {
  test('is seen by this user alone, and by no box', () => {
    settle()
    for (const path of kept()) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(starts()).mode & 0o777).toBe(0o700)
    expect(box.outside(`ls ${starts()}`).out).not.toBe('')
    expect(start(`ls ${starts()}`).out).toBe('')
    const written = start(`echo x > ${starts()}/x`, ['--write', box.home])
    expect(written.out).toBe('')
    expect(kept().some((path) => path.endsWith('/x'))).toBe(false)
  })

  test('holds no value of the environment, and nothing at all of a start with a value typed', () => {
    box.env['TOKEN'] = 's3cret-in-env'
    settle(['--env', 'TOKEN'])
    const before = kept().length
    expect(start('echo $KEY', ['--env', 'KEY=s3cret-typed']).out).toBe('s3cret-typed\n')
    expect(kept()).toHaveLength(before)
    for (const path of kept()) expect(readFileSync(path, 'latin1')).not.toMatch(/s3cret/)
  })

  test('is thrown away when there is too much of it', () => {
    settle()
    for (let n = 0; n < 200; n++) {
      writeFileSync(join(starts(), `${n}`.padStart(64, '0')), '')
      writeFileSync(join(starts(), `mine${n}`), '')
    }
    start('true', ['--network', 'none'])
    expect(kept().filter((path) => !path.includes('/mine'))).toHaveLength(1)
    // What somebody else put there stays.
    expect(kept()).toHaveLength(201)
  })

  test('is not needed: a state folder that cannot be written changes nothing', () => {
    settle()
    box.plant('state', '')
    const done = box.run('echo in', [], { env: { XDG_STATE_HOME: join(box.home, 'state') } })
    expect(done.out).toBe('in\n')
  })
})
