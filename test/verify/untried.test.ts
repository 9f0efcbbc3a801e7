import { ptr } from 'bun:ffi'
import { afterAll, describe, expect, test } from 'bun:test'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES, probesNamed } from '../../probes/index.ts'
import { definedEnv } from '../../src/commands/environment.ts'
import { Libc } from '../../src/sys/libc.ts'
import { askByUdp, connectMark } from '../../src/verify/connect.ts'
import { callWith, inChild, type Step } from '../../src/verify/fork.ts'
import type { Attempt, Field, Probe } from '../../src/verify/probe.ts'
import { NO_WITNESS } from '../../src/verify/quick.ts'
import { tryEach } from '../../src/verify/tries.ts'
import { answersIn, tryProbes } from '../../src/verify/try.ts'
import { Untried } from '../../src/verify/untried.ts'
import { byNumber } from '../../src/verify/witness-number.ts'
import { WORKED } from './given.ts'

/** An attack that was not tried, or whose answer did not come, must not be taken for one that was refused. */

const top = mkdtempSync(join(tmpdir(), 'jail-untried-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const MARK = 'jail-canary-untried'
const field: Field = {
  ...{ home: top, project: top, other: top, outside: top, canary: MARK },
  ...{ network: 'none', witness: NO_WITNESS, realCanary: undefined },
}

describe('a try that throws is no refusal, and is told as such', () => {
  const throws: Probe = {
    id: 'see-x',
    claim: '',
    guards: [],
    attempt: () => {
      throw new Untried('nothing to try it with')
    },
  }
  test('in the line of its answer', async () => {
    const lines: string[] = []
    await tryProbes([throws], field, (answer) => lines.push(JSON.stringify(answer)))
    expect(answersIn(lines.join('\n')).get('see-x')).toEqual({
      worked: false,
      evidence: 'nothing to try it with',
      isUntried: true,
    })
  })
})

describe('who can connect and gets nothing was not refused', () => {
  const silent = {
    open: (socket: { end: () => unknown }): void => {
      socket.end()
    },
    data: (): void => undefined,
  }

  test('a server of TCP that says nothing', async () => {
    const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: silent })
    await expect(connectMark({ hostname: '127.0.0.1', port: server.port }, MARK)).rejects.toBeInstanceOf(
      Untried,
    )
    server.stop(true)
    // Nobody listens any more.
    const refused = await connectMark({ hostname: '127.0.0.1', port: server.port }, MARK)
    expect(refused).toEqual({ worked: false, evidence: 'ECONNREFUSED' })
  })

  test('a unix socket that says nothing', async () => {
    const path = join(top, 'silent.sock')
    const server = Bun.listen({ unix: path, socket: silent })
    await expect(connectMark({ unix: path }, MARK)).rejects.toBeInstanceOf(Untried)
    server.stop(true)
    rmSync(path, { force: true })
    const refused = await connectMark({ unix: path }, MARK)
    expect(refused).toEqual({ worked: false, evidence: 'connect: ENOENT' })
  })

  test('a server of UDP that says nothing', async () => {
    const server = await Bun.udpSocket({ hostname: '127.0.0.1', socket: { data: (): void => undefined } })
    await expect(askByUdp(server.port, MARK)).rejects.toBeInstanceOf(Untried)
    server.close()
    expect(await askByUdp(server.port, MARK)).toEqual({ worked: false, evidence: 'ECONNREFUSED' })
  })
})

describe('a child for which there is no room, or that takes too long', () => {
  const call = callWith(new Libc())
  const LOCK = 6

  test('its clone or its call is answered with EAGAIN', () => {
    const path = join(top, 'locked')
    const [held, other] = [openSync(path, 'w'), openSync(path, 'r')]
    call('flock', held, LOCK)
    const steps: Step[] = [{ call: 'flock', args: [other, LOCK] }]
    expect(() => inChild(steps)).toThrow(new Untried('EAGAIN'))
    closeSync(held)
    expect(inChild(steps)).toMatchObject({ worked: true })
    closeSync(other)
  })

  test('it is killed', () => {
    const time = new BigInt64Array([5n, 0n])
    const steps: Step[] = [{ call: 'nanosleep', args: [ptr(time)] }]
    expect(() => inChild(steps, 0, 50)).toThrow(new Untried('no end within 50 ms'))
  })

  test('but one that the kernel refuses is refused', () => {
    expect(inChild([{ call: 'close', args: [-1] }])).toMatchObject({ worked: false, evidence: 'EBADF' })
  })
})

describe('the number of the witness', () => {
  const at = (pid: number): Attempt =>
    byNumber({ ...field, witness: { ...NO_WITNESS, pid } }, (number) => ({
      worked: true,
      evidence: `${number}`,
    }))

  test('that is another process here is no way out', () => {
    const evidence = `${process.pid} is the number of another process here`
    expect(at(process.pid)).toEqual({ worked: false, evidence })
  })

  test('that /proc does not show is tried', () => {
    expect(at(0x3fff_ffff)).toEqual({ worked: true, evidence: '1073741823' })
  })

  test('that is the witness is tried', async () => {
    // The shell waits in `read`, with the arguments of a witness; before it speaks they may still be ours.
    const witness = Bun.spawn(['/bin/sh', '-c', 'echo here; read _', '__probe', 'witness', MARK], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    await witness.stdout.getReader().read()
    expect(at(witness.pid)).toEqual({ worked: true, evidence: `${witness.pid}` })
    witness.kill('SIGKILL')
    await witness.exited
  })

  test('is used by no probe but so', async () => {
    const files = PROBES.map(({ id }) => id)
    const bad: string[] = []
    for (const id of files) {
      const text = await Bun.file(`${import.meta.dir}/../../probes/${id}.ts`).text()
      if (/witness\.pid/.test(text)) bad.push(id)
    }
    // Its address of memory is the witness's own.
    expect(bad).toEqual(['kernel-foreign-memory'])
  })
})

describe('what is left behind', () => {
  const person = { home: top, cwd: top, env: {}, settings: top, stateHome: top }
  const ids = PROBES.map(({ id }) => id).filter((id) => /^life-(child|daemon|many|session)$/.test(id))

  test.each(ids)('%s: a box that ends before it could leave anything is no proof', async (id) => {
    const line = JSON.stringify({ id: 'started', ...WORKED })
    const { answers, silence } = await tryEach({
      ...{ field, person, env: {} },
      probes: probesNamed([id]),
      command: () => ['/bin/sh', '-c', `echo '${line}'`],
    })
    expect(answers.size).toBe(0)
    expect(silence.get(id)).toBe('it could not act: it ended with code 0')
  })

  test.each(ids)('%s: it is there until somebody has looked, and no longer', async (id) => {
    const { answers } = await tryEach({
      ...{ field, person, isControl: true, env: definedEnv(process.env) },
      probes: probesNamed([id]),
      // In another process: one that has the lock itself would hand it to what it leaves behind.
      command: () => [process.execPath, `${import.meta.dir}/../../src/main.ts`],
    })
    expect(answers.get(id)).toMatchObject({ worked: true })
    const [probe] = probesNamed([id])
    expect(await probe?.reached?.(field, { code: 0 })).toMatchObject({ worked: false })
  })
})
