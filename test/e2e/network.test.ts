import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { Box, JAIL, until } from './support/box.ts'

let box: Box
let host: Bun.TCPSocketListener<undefined>
beforeAll(() => {
  box = new Box()
  host = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: { open: (socket) => void socket.end('from the host'), data: () => undefined },
  })
})
afterAll(() => {
  host.stop(true)
  box.remove()
})

// A port as a file that appears whole, so that nobody reads half of a number.
const SERVE = `
import os, socket, sys
server = socket.create_server(("127.0.0.1", 0))
with open("port.new", "w") as file:
    file.write(str(server.getsockname()[1]))
os.rename("port.new", "port")
server.settimeout(float(sys.argv[1]))
try:
    client, _ = server.accept()
    client.sendall(b"from the inside")
except OSError:
    print("nobody came")
`
const CALL = (port: number | string) => `exec 5<>/dev/tcp/127.0.0.1/${port} && cat <&5`

/** Starts a server inside; answers its port once it listens. */
async function serve(options: readonly string[], seconds: number) {
  rmSync(join(box.project, 'port'), { force: true })
  const server = box.start([JAIL, 'run', ...options, '--', 'python3', '-c', SERVE, String(seconds)])
  const port = await until('a port', () =>
    existsSync(join(box.project, 'port')) ? Number(box.read('port')) : undefined,
  )
  return { server, port }
}

/** What a server on the host's loopback says; the error's code when there is none. */
function call(port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    createConnection({ host: '127.0.0.1', port })
      .on('data', (chunk) => {
        text += chunk
      })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .on('close', () => resolve(text))
  })
}

/** The same from inside; not waited for in one go, since the server is in this process. */
async function callFromInside(options: readonly string[]): Promise<{ code: number; out: string }> {
  const caller = box.start([JAIL, 'run', ...options, '--', 'bash', '-c', CALL(host.port)])
  const [out, code] = await Promise.all([new Response(caller.stdout).text(), caller.exited])
  return { code, out }
}

describe('with the open network', () => {
  test.each([[[]], [['--network', 'open']]])(
    '(options %j) a server of the host is reached',
    async (options) => {
      expect(await callFromInside(options)).toEqual({ code: 0, out: 'from the host' })
    },
  )

  test('a server inside is reached from the host', async () => {
    const { server, port } = await serve([], 10)
    expect(await call(port)).toBe('from the inside')
    expect(await server.exited).toBe(0)
  })
})

describe('with --network none', () => {
  const NONE = ['--network', 'none']

  test('a server of the host is out of reach, although the host itself reaches it', async () => {
    expect(await call(host.port)).toBe('from the host')
    const done = await callFromInside(NONE)
    expect(done.out).toBe('')
    expect(done.code).not.toBe(0)
  })

  test('a server inside is out of reach of the host', async () => {
    const { server, port } = await serve(NONE, 2)
    expect(await call(port)).toBe('ECONNREFUSED')
    expect(await new Response(server.stdout).text()).toBe('nobody came\n')
    expect(await server.exited).toBe(0)
  })

  test('loopback inside works, as test suites need it', () => {
    const both = `python3 -c '${SERVE}' 10 & until [ -e port ]; do sleep 0.05; done; ${CALL('$(cat port)')}; wait`
    rmSync(join(box.project, 'port'), { force: true })
    const done = box.jail(['run', ...NONE, '--', 'bash', '-c', both])
    expect(done).toEqual({ code: 0, out: 'from the inside', err: '' })
  })

  test('there is no interface but loopback, while the host’s are seen with the open network', () => {
    const list = 'ls /proc/self/net/dev_snmp6 2>/dev/null; tail -n +3 /proc/self/net/dev | cut -d: -f1'
    expect(new Set(box.run(list, NONE).out.split(/\s+/).filter(Boolean))).toEqual(new Set(['lo']))
    expect(box.run(list).out).toBe(box.outside(list).out)
  })

  test('an abstract socket of the host is out of reach', async () => {
    const name = `jail-e2e-${process.pid}`
    const abstract = Bun.listen({ unix: `\0${name}`, socket: { data: () => undefined } })
    const script = `python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect("\\0${name}")'`
    const connects = async (command: readonly string[]) => (await box.start(command).exited) === 0
    expect(await connects(['sh', '-c', script])).toBe(true)
    expect(await connects([JAIL, 'run', ...NONE, '--', 'sh', '-c', script])).toBe(false)
    abstract.stop(true)
  })
})

test('name lookup is set up: the box’s own name and localhost have addresses', () => {
  expect(box.run('getent hosts jail').out).toContain('127.0.0.1')
  expect(box.run('getent hosts localhost').code).toBe(0)
})

test('certificates of the system are readable inside', () => {
  const script = 'cat /etc/ssl/certs/* 2>/dev/null | grep -c BEGIN'
  expect(box.run(script).out).toBe(box.outside(script).out)
  expect(Number(box.run(script).out)).toBeGreaterThan(0)
})
