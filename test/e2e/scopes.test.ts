import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { landlockVersion } from '../../src/sys/kernel-calls.ts'
import { Libc } from '../../src/sys/libc.ts'
import { Box, JAIL } from './support/box.ts'
import { endAll } from './support/processes.ts'
import { Terminal } from './support/terminal.ts'

const MARK = `77${process.pid}`
const abi = landlockVersion(new Libc())
const isMissing = abi < 6 && !process.env['JAIL_MUST_WORK']
const why = isMissing ? ` (skipped: Landlock's scopes need version 6, and here it is ${abi})` : ''

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => {
  endAll(MARK)
  box.remove()
})

describe.skipIf(isMissing)(`signals${why}`, () => {
  /** A host process and a command in one process group of their own; what is left when the command has ended. */
  const beside = (words: readonly string[]) => {
    const script = `sleep ${MARK} & "$@"; echo code $?; kill -0 $! && echo the other lives; kill -KILL $!`
    return box.command(['setsid', '-w', 'sh', '-c', script, 'sh', ...words]).out
  }
  const SIGNALS = ['TERM', 'HUP', 'USR1', 'KILL'] as const

  test.each(SIGNALS)('%s to the own group ends the command, and nothing of the host', (name) => {
    const kill = ['sh', '-c', `kill -${name} 0; sleep 5`]
    expect(beside([JAIL, 'run', '--', ...kill])).toMatch(/^code 1\d\d\nthe other lives\n$/)
    // The control: without a jail nobody is left to tell.
    expect(beside(kill)).toBe('')
  })

  test('with the network closed they end at the box as well', () => {
    const out = beside([JAIL, 'run', '--network', 'none', '--', 'sh', '-c', 'kill -TERM 0'])
    expect(out).toBe('code 143\nthe other lives\n')
  })

  test('within the box they work: to a child, to the own group and to all', () => {
    const script = [
      `sleep ${MARK} & kill -TERM $!; wait $!; echo child $?`,
      `trap 'echo own' USR1; kill -USR1 $$; kill -USR1 0`,
      `setsid sleep ${MARK} & sleep 0.2; trap '' TERM; kill -TERM -1; wait $!; echo other group $?`,
    ].join('\n')
    expect(box.run(script).out).toBe('child 143\nown\nown\nother group 143\n')
  })
})

describe('priorities of the own group', () => {
  const call = [
    'import ctypes, platform',
    'libc = ctypes.CDLL(None)',
    'ioprio_set = 30 if platform.machine() == "aarch64" else 251',
    'print(libc.setpriority(1, 0, 19), libc.syscall(ioprio_set, 2, 0, 3 << 13), libc.setpriority(0, 0, 19))',
  ].join('\n')
  /** What the call answers, and the nice value of a script around the command that is in its group. */
  const around = (words: readonly string[]) => {
    const script = '"$@"; cut -d" " -f19 /proc/$$/stat'
    const [answers, nice] = box.command(['setsid', '-w', 'sh', '-c', script, 'sh', ...words]).out.split('\n')
    return { answers, nice: Number(nice) }
  }

  test('cannot be lowered from inside; that of a process can', () => {
    const own = around(['true']).answers
    const held = around([JAIL, 'run', '--', 'python3', '-c', call])
    expect([held.answers, held.nice]).toEqual(['-1 -1 0', Number(own)])
    // The control: without a jail the script has it, too.
    const free = around(['python3', '-c', call])
    expect([free.answers, free.nice]).toEqual(['0 0 0', 19])
  })
})

describe.skipIf(isMissing)(`abstract unix sockets, with the open network${why}`, () => {
  const NAME = `\\0jail-e2e-${MARK}`
  const call = `import socket; socket.socket(socket.AF_UNIX).connect("${NAME}")`
  const connects = async (around: readonly string[]) => {
    const child = box.start([...around, 'python3', '-c', call])
    const err = await new Response(child.stderr).text()
    return (await child.exited) === 0 ? 'connected' : (err.trim().split('\n').at(-1) ?? '')
  }

  test('of the host are out of reach, although the host itself reaches them', async () => {
    const server = Bun.listen({ unix: `\0jail-e2e-${MARK}`, socket: { data: () => undefined } })
    expect(await connects([])).toBe('connected')
    expect(await connects([JAIL, 'run', '--'])).toBe('PermissionError: [Errno 1] Operation not permitted')
    server.stop(true)
  })

  test('within the box they work, and so do those that are files', () => {
    const serve = (name: string) =>
      `s = socket.socket(socket.AF_UNIX); s.bind(${name}); s.listen(); c = socket.socket(socket.AF_UNIX); c.connect(${name}); print("connected")`
    const script = `import socket; ${serve(`"${NAME}"`)}; ${serve('"/tmp/file"')}`
    const done = box.jail(['run', '--', 'python3', '-c', script])
    expect(done).toEqual({ code: 0, out: 'connected\nconnected\n', err: '' })
  })
})

describe('a command that stops its whole group, as editors do', () => {
  let terminal: Terminal
  afterEach(() => terminal.remove())

  test.each(['TSTP', 'STOP'])('(%s) gives the shell back, and goes on with fg', async (name) => {
    terminal = new Terminal(box, ['bash', '--norc'], { PS1: 'outside> ', JAIL })
    await terminal.shows(/^outside>$/m)
    for (const nth of [1, 2]) {
      terminal.type(
        `"$JAIL" run -- sh -c 'trap "echo again" CONT; kill -${name} 0; echo on ${nth}$((3 + 4)); exit 4'`,
      )
      await terminal.shows(/^\[1\]\+ +Stopped /m)
      terminal.type('fg; echo code $?')
      await terminal.shows(new RegExp(`^on ${nth}7\ncode 4$`, 'm'))
    }
  })

  test('does so in a pipe, and in a script that goes on', async () => {
    terminal = new Terminal(box, ['bash', '--norc'], { PS1: 'outside> ', JAIL })
    await terminal.shows(/^outside>$/m)
    terminal.type(`sh -c '"$JAIL" run -- sh -c "kill -TSTP 0; echo on; exit 4" | cat; echo then $((3 + 4))'`)
    await terminal.shows(/^\[1\]\+ +Stopped /m)
    terminal.type('fg')
    await terminal.shows(/^on\nthen 7$/m)
  })
})

test('a stop in a group that no shell looks after does not hold jail up', () => {
  for (const name of ['TSTP', 'STOP']) {
    const done = box.command([
      'setsid',
      '-w',
      JAIL,
      'run',
      '--',
      'sh',
      '-c',
      `kill -${name} 0; echo on; exit 4`,
    ])
    expect([name, done.code, done.out]).toEqual([name, 4, 'on\n'])
  }
})
