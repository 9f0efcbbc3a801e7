import { describe, expect, test } from 'bun:test'
import { EXIT, JailError } from '../../src/errors.ts'
import type { Command } from '../../src/host/facts.ts'
import { refuseCommand, refuseProject, refuseUnwritable, refuseWeaker } from '../../src/plan/refuse.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import { callerOf } from '../hosts/machine.ts'
import { ALL_OPTIONS, decide, PLACES, type Small, smallMachine } from '../hosts/small.ts'

const eve = callerOf(smallMachine(), 'eve')

/** The error of a refusal, or undefined when it lets pass. */
function refused(act: () => void): JailError | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof JailError) return error
    throw error
  }
  return undefined
}

function claudePolicy(project: string): Policy {
  return resolvePolicy('claude', profileLayers('claude', BUILTIN_PROFILES), { ...PLACES, project })
}

describe('a project is', () => {
  const judge = (path: string, homeReal = '/home/eve') =>
    refused(() =>
      refuseProject({ path, named: path, why: 'flag', id: 'x' }, eve, homeReal, claudePolicy(path)),
    )

  test.each([
    ['/', 'project.root'],
    ['/home/eve', 'project.home'],
    ['/home', 'project.above-home'],
    ['/usr', 'project.system'],
    ['/usr/src/linux', 'project.system'],
    ['/etc', 'project.system'],
    ['/etc/nginx', 'project.system'],
    ['/var/lib/docker', 'project.system'],
    ['/dev/shm', 'project.system'],
    ['/run/user/1000', 'project.system'],
    ['/nix/store/x', 'project.system'],
    ['/tmp', 'project.too-wide'],
    ['/var', 'project.too-wide'],
    ['/var/tmp', 'project.too-wide'],
    ['/opt', 'project.too-wide'],
    ['/srv', 'project.too-wide'],
    ['/mnt', 'project.too-wide'],
    ['/root', 'project.too-wide'],
    ['/var/home', 'project.too-wide'],
    ['/var/roothome', 'project.too-wide'],
    ['/var/opt', 'project.too-wide'],
    ['/var/usrlocal/src', 'project.system'],
    ['/sysroot/ostree', 'project.system'],
    ['/mnt/c', 'project.too-wide'],
    ['/mnt/c/Windows/Temp', 'project.too-wide'],
    ['/mnt/c/Program Files/x', 'project.too-wide'],
    ['/mnt/d/users', 'project.too-wide'],
    ['/mnt/c/Users/Eve', 'project.too-wide'],
    ['/home/eve/.ssh', 'project.hidden'],
    ['/home/eve/.ssh/keys', 'project.hidden'],
    ['/home/eve/.config/gh/x', 'project.hidden'],
    ['/home/eve/.local/state/jail', 'project.hidden'],
    ['/home/eve/.claude', 'project.state'],
    ['/home/eve/.claude/skills/x', 'project.state'],
  ])('%s refused as %s, with what to type', (path, id) => {
    const error = judge(path)
    expect(error).toMatchObject({ id, exit: EXIT.failed })
    expect(error?.message).toContain(path)
    expect(error?.fix).toContain('--project')
  })

  test.each([
    '/home/eve/p',
    '/home/eve/.dotfiles',
    '/home/eve/.sshx',
    '/home/eve/.claude-tools',
    '/home/eve2',
    '/tmp/x',
    '/var/tmp/x',
    '/var/www',
    '/opt/thing',
    '/srv/site',
    '/mnt/c/Users/eve/app',
    '/mnt/c/src',
    '/mnt/c/windows-app',
    '/mnt/data',
    '/var/home/eve/p',
    '/var/srv/site',
    '/root/app',
    '/usr2',
    '/libs',
    '/workspace',
  ])('%s not refused', (path) => {
    expect(judge(path)).toBeUndefined()
  })

  test('a home that is a link is refused by both of its names', () => {
    expect(judge('/data/eve', '/data/eve')?.id).toBe('project.home')
    expect(judge('/data', '/data/eve')?.id).toBe('project.above-home')
    expect(judge('/home/eve', '/data/eve')?.id).toBe('project.home')
    expect(judge('/data/eve/p', '/data/eve')).toBeUndefined()
  })
})

describe('a project whose folder has', () => {
  const judge = (entry: string, change = {}) =>
    refused(() => refuseUnwritable(decide([{}], { entries: { '/home/eve/p': entry } }, change).facts))

  test.each([
    ['folder 0700 1000 1000'],
    ['folder 0770 0 1000'],
    ['folder 0777 0 0'],
    ['folder 0300 1000 1000'],
  ])('%s can be written', (entry) => {
    expect(judge(entry)).toBeUndefined()
  })
  test.each([
    ['folder 0500 1000 1000'],
    ['folder 0600 1000 1000'],
    ['folder 0755 0 0'],
    ['folder 0077 1000 1000'],
    ['folder 0707 0 1000'],
  ])('%s cannot', (entry) => {
    expect(judge(entry)).toMatchObject({ id: 'project.read-only' })
  })

  test('root is told whose it is, since root has no special rights inside', () => {
    const owner = { name: 'bob', uid: 1001, gid: 1001, comment: '' }
    const root = { ...eve, uid: 0, gid: 0, groups: [0], user: 'root' }
    const error = judge('folder 0755 1001 1001', { caller: root, projectOwner: owner })
    expect(error).toMatchObject({ id: 'project.read-only', fix: expect.stringContaining('as bob') })
    expect(error?.message).toContain('belongs to bob')
  })
})

describe('a command is', () => {
  const found: Command = { state: 'found', path: '/bin/x', real: '/bin/x', roots: [], lost: undefined }
  const judge = (command: Command) => refused(() => refuseCommand(command, 'x'))

  test('started when it was found', () => expect(judge(found)).toBeUndefined())

  test.each([
    [{ state: 'missing', name: 'x', searched: ['/usr/bin', '/bin'] }, 127, '/usr/bin, /bin'],
    [{ state: 'missing', name: 'x', searched: [] }, 127, 'PATH is empty'],
    [{ state: 'missing', name: '/opt/x', searched: ['/opt/x'] }, 127, 'there is no /opt/x'],
    [{ state: 'not-executable', path: '/bin/x', why: 'its mode is 0644' }, 126, 'its mode is 0644'],
    [{ state: 'refused', path: '/snap/bin/x', by: 'snap' }, 126, 'snap'],
    [{ state: 'refused', path: '/x/flatpak/exports/bin/x', by: 'flatpak' }, 126, 'flatpak'],
  ] as const)('refused when it is %j, with exit code %i', (command, exit, says) => {
    const error = judge(command)
    expect(error?.exit).toBe(exit)
    expect(error?.message).toContain(says)
    expect(error?.fix).not.toBe('')
  })
})

describe('a machine that is weaker than the policy', () => {
  const without = (...options: string[]): Small => ({
    bwrap: {
      options: ALL_OPTIONS.split(' ')
        .filter((option) => !options.includes(option))
        .join(' '),
    },
  })
  const limits = { limits: { tmp: '1G' } }
  const judge = (small: Small, accept: Record<string, string> = {}) => {
    const { plan, policy } = decide([{ ...limits, accept }], small)
    return { error: refused(() => refuseWeaker(plan, policy)), ids: plan.weakened.map(({ id }) => id) }
  }

  test('is not there when bwrap has all options', () => {
    expect(judge({})).toEqual({ error: undefined, ids: [] })
  })
  test.each([
    ['--seccomp', 'seccomp'],
    ['--cap-drop', 'capabilities'],
    ['--json-status-fd', 'status'],
    ['--remount-ro', 'root-writable'],
    ['--size', 'tmp-size'],
  ] as const)(
    'because bwrap has no %s stops the start, unless the policy accepts it by name',
    (option, id) => {
      expect(judge(without(option))).toMatchObject({ error: { id: 'plan.weaker' }, ids: [id] })
      expect(judge(without(option)).error?.message).toContain(option)
      expect(judge(without(option), { [id]: 'fine' })).toEqual({ error: undefined, ids: [id] })
      expect(judge(without(option), { other: 'fine' }).error?.id).toBe('plan.weaker')
    },
  )
  test('in two ways is accepted only when both are', () => {
    const small = without('--seccomp', '--cap-drop')
    expect(judge(small, { seccomp: 'fine' }).error?.message).toContain('capabilities')
    expect(judge(small, { seccomp: 'fine' }).error?.message).not.toContain('seccomp:')
    expect(judge(small, { seccomp: 'fine', capabilities: 'fine' }).error).toBeUndefined()
  })
  test('a setuid bwrap cannot limit scratch space, and says why', () => {
    const { error } = judge({ bwrap: { setuid: true } })
    expect(error?.message).toContain('setuid')
  })
  test('no limit wanted is no limit missed', () => {
    const { plan } = decide([{}], without('--size'))
    expect(plan.weakened).toEqual([])
  })
})
