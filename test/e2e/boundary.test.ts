import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { closeSync, openSync, readlinkSync } from 'node:fs'
import { Box, JAIL } from './support/box.ts'

const CANARY = 'canary-91c7'
let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

describe('processes of the host', () => {
  const LOOK = `cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c ^PLANTED=${CANARY}`
  let planted: Bun.Subprocess
  beforeAll(() => {
    planted = Bun.spawn(['sleep', '60'], { env: { PATH: '/usr/bin:/bin', PLANTED: CANARY } })
  })
  afterAll(async () => {
    planted.kill('SIGKILL')
    await planted.exited
  })

  test('are invisible: the environment of one is found on the host and not inside', () => {
    expect(box.run(LOOK).out).toBe('0\n')
    expect(Number(box.outside(LOOK).out)).toBeGreaterThan(0)
  })

  test('cannot be signalled: the number of one is that of no process inside', () => {
    const done = box.run(`kill -0 ${planted.pid}`)
    expect(done.code).not.toBe(0)
    expect(done.err).toContain('No such process')
    expect(box.outside(`kill -0 ${planted.pid}`).code).toBe(0)
  })

  test('are not among the few that /proc lists', () => {
    const listed = Number(box.run('ls -d /proc/[0-9]* | wc -l').out)
    expect(listed).toBeWithin(2, 10)
    expect(Number(box.outside('ls -d /proc/[0-9]* | wc -l').out)).toBeGreaterThan(listed)
  })
})

test.each(['user', 'mnt', 'pid', 'ipc', 'uts'])('the %s namespace is one of its own', (name) => {
  const inside = box.run(`readlink /proc/self/ns/${name}`).out.trim()
  expect(inside).toMatch(/^\w+:\[\d+\]$/)
  expect(inside).not.toBe(readlinkSync(`/proc/self/ns/${name}`))
})

test.each([
  ['self', 'CapEff', '0000000000000000'],
  ['self', 'CapPrm', '0000000000000000'],
  ['self', 'CapInh', '0000000000000000'],
  ['self', 'CapBnd', '0000000000000000'],
  ['self', 'CapAmb', '0000000000000000'],
  ['self', 'NoNewPrivs', '1'],
  ['self', 'Seccomp', '2'],
  // The first process of the box could be reached by a trick in the command, so it must hold nothing either.
  ['1', 'CapEff', '0000000000000000'],
  ['1', 'NoNewPrivs', '1'],
  ['1', 'Seccomp', '2'],
])('of process %s the line %s is %s', (process, line, value) => {
  expect(box.run(`grep ^${line}: /proc/${process}/status`).out).toBe(`${line}:\t${value}\n`)
})

describe('is refused inside:', () => {
  test.each([
    ['a user namespace', 'unshare --user true'],
    ['a user and a mount namespace', 'unshare --user --map-root-user --mount true'],
    ['another bubblewrap', 'bwrap --unshare-user --ro-bind / / true'],
  ])('%s, which the host allows', (_, script) => {
    expect(box.run(script).code).not.toBe(0)
    expect(box.outside(script)).toMatchObject({ code: 0 })
  })

  test.each([
    ['a mount', 'mount -t tmpfs none /mnt'],
    ['a mount that can be written again', 'mount -o remount,rw /usr'],
    ['to unmount what hides', 'umount -l "$HOME"'],
    ['a device node', 'mknod "$HOME/disk" b 8 0'],
    ['to chroot', '/usr/sbin/chroot / true'],
    ['another host name', 'hostname other || uname -n | grep -v jail'],
    ['another owner', 'touch owned && chown 12345 owned'],
  ])('%s, also for root', (_, script) => {
    const done = box.run(script)
    expect(done.code).not.toBe(0)
    expect(done.code).not.toBe(127)
  })

  test('to type into the terminal (TIOCSTI), where the reason can only be the filter', () => {
    // The kernel itself says EIO (5) where typing is switched off for all, and nothing where it is not.
    const script = `python3 -c '${TYPE_INTO_TERMINAL}'`
    expect(box.run(script)).toMatchObject({ code: 0, out: 'error 1' })
    expect(box.outside(script).out).toMatch(/^(x?typed|error 5)$/)
  })
})

const TYPE_INTO_TERMINAL = `
import fcntl, os, pty
pid, terminal = pty.fork()
if pid == 0:
    try:
        fcntl.ioctl(0, 0x5412, b"x")
        os.write(1, b"typed")
    except OSError as error:
        os.write(1, b"error %d" % error.errno)
    os._exit(0)
text = b""
try:
    while chunk := os.read(terminal, 100):
        text += chunk
except OSError:
    pass
os.write(1, text)
`

test('a secret of the environment is neither in that of the command nor in that of any process inside', () => {
  const how = { env: { SECRET_TOKEN: CANARY, AWS_SECRET_ACCESS_KEY: CANARY, SSH_AUTH_SOCK: '/tmp/agent' } }
  const script = `env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'`
  const inside = box.run(script, [], how).out
  expect(inside).toContain('JAIL=1')
  expect(inside).not.toContain(CANARY)
  expect(inside).not.toContain('SSH_AUTH_SOCK')
  expect(box.outside('env', how).out).toContain(`SECRET_TOKEN=${CANARY}`)
})

describe('an open file of the caller', () => {
  test('does not reach the command as a descriptor', () => {
    const fd = openSync(box.plant('private', CANARY), 'r')
    try {
      expect(box.outside('cat <&3', { fd3: fd }).out).toBe(CANARY)
      const inside = box.run('cat <&3', [], { fd3: fd })
      expect(inside.out).toBe('')
      expect(inside.code).not.toBe(0)
    } finally {
      closeSync(fd)
    }
  })

  test('is in no process inside: the command has the three standard ones and no other', () => {
    const fd = openSync(box.plant('private', CANARY), 'r')
    try {
      const script = 'ls -l /proc/1/fd /proc/2/fd 2>/dev/null | grep -c private; ls /proc/self/fd | wc -l'
      // ls itself opens one more, the folder that it lists.
      expect(box.run(script, [], { fd3: fd }).out).toBe('0\n4\n')
    } finally {
      closeSync(fd)
    }
  })
})

describe('hundreds of open files, folders, sockets and pipes of the caller', () => {
  const OPEN = `
import os, socket, sys
fds = []
for _ in range(60):
    fds += [os.open(sys.argv[1], os.O_RDWR), os.open(os.path.dirname(sys.argv[1]), os.O_RDONLY | os.O_DIRECTORY)]
    fds += [os.open(os.path.dirname(sys.argv[1]), os.O_PATH), *os.pipe()]
    fds += [one.detach() for one in socket.socketpair()]
for fd in [*fds, os.dup2(fds[0], 900)]:
    os.set_inheritable(fd, True)
os.execvp(sys.argv[2], sys.argv[2:])
`
  // One more is the folder that ls lists. What a folder holds is asked for by the descriptor of the folder.
  const script = 'ls /proc/self/fd | wc -l; cat /proc/self/fd/*/private 2>/dev/null | wc -c; cat <&900'
  const held = (...words: string[]) =>
    box.command(['python3', '-c', OPEN, box.plant('private', CANARY), ...words, 'bash', '-c', script])

  test('are those of a command outside', () => {
    const [count = '', bytes = '', ...rest] = held().out.split('\n')
    expect(Number(count)).toBeGreaterThan(400)
    expect(Number(bytes)).toBeGreaterThan(100 * CANARY.length)
    expect(rest).toEqual([CANARY])
  })

  test('and none is that of one inside', () => {
    expect(held(JAIL, 'run', '--').out).toBe('4\n0\n')
  })
})

test('the limit of open files is that of the caller, which Bun raises for itself', () => {
  const script = (soft: number) => ['bash', '-c', `ulimit -Sn ${soft}; "$@"; exit $?`, 'bash']
  const run = ['sh', '-c', 'ulimit -Sn; ulimit -Hn']
  const hard = box.command(run).out.split('\n')[1]
  const done = box.command([...script(333), JAIL, 'run', '--', ...run])
  expect(done).toEqual({ code: 0, out: `333\n${hard}\n`, err: '' })
})

describe('/dev', () => {
  test('takes no file, which no limit would hold, but its devices and shared memory can be written', () => {
    expect(box.run('touch /dev/new').code).not.toBe(0)
    expect(box.run('echo > /dev/null && echo in > /dev/shm/f && cat /dev/shm/f')).toMatchObject({
      code: 0,
      out: 'in\n',
    })
  })

  test('has shared memory of at most 2 GiB', () => {
    expect(box.run('df --output=size -B1 /dev/shm | tail -n 1').out.trim()).toBe(String(2 ** 31))
  })
})
