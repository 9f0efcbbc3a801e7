import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writer } from '../../src/launch/dbus.ts'
import { scopeCall } from '../../src/launch/scope-call.ts'
import { enterScope } from '../../src/launch/systemd.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const NAME = 'jail-1-2-x.scope'
const PID = 4711
const OK = Buffer.from('OK 0123456789abcdef0123456789abcdef\r\n').toString('hex')
const PROPERTIES = [
  { name: 'MemoryMax', file: 'memory.max', value: 10_000_000 },
  { name: 'TasksMax', file: 'pids.max', value: 52 },
]
/** Whole pages: 2441 of them. */
const IN_FORCE = { 'memory.max': '9998336\n', 'pids.max': '52\n' }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jail-systemd-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function answer(type: number, error?: string, text = ''): string {
  const body = new Writer().string(text).bytes()
  return new Writer()
    .byte(0x6c)
    .byte(type)
    .byte(1)
    .byte(1)
    .u32(body.length)
    .u32(7)
    .array(8, (to) => {
      to.align(8).byte(5).signature('u').u32(1)
      if (error !== undefined) to.align(8).byte(4).signature('s').string(error)
      to.align(8).byte(8).signature('g').signature('s')
    })
    .align(8)
    .raw(body)
    .bytes()
    .toHex()
}

/** A machine whose systemd moves the process at once, with these values in the files of the scope. */
class Moved extends Files {
  readonly #values: Readonly<Record<string, string>>
  readonly #group: string

  constructor(values: Readonly<Record<string, string>>, group = `/user.slice/${NAME}`) {
    super(new Libc())
    this.#values = values
    this.#group = group
  }

  override readText(path: string): string | number {
    if (path === `/proc/${PID}/cgroup`) return `8:pids:/\n0::${this.#group}\n`
    const start = `/cg${this.#group}/`
    return path.startsWith(start) ? (this.#values[path.slice(start.length)] ?? -2) : super.readText(path)
  }
}

type Case = { readonly greeting?: string; readonly answer?: string; readonly files?: Files }

/** Asks a stand-in for a scope: the folder or the sentence, and the bytes that it was told. */
async function ask({ greeting = OK, answer: given = answer(2), files = new Moved(IN_FORCE) }: Case) {
  const socket = join(folder, 'private')
  rmSync(socket, { force: true })
  const script = join(import.meta.dir, 'stand-in-systemd.ts')
  const child = Bun.spawn([process.execPath, script, socket, greeting, given], { stderr: 'inherit' })
  const lines = child.stdout.getReader()
  await lines.read()
  let said: string
  try {
    said = enterScope(NAME, PID, { socket, mount: '/cg', properties: PROPERTIES }, files)
  } catch (error) {
    said = (error as Error).message
  }
  const { value } = await lines.read()
  return { said, told: new TextDecoder().decode(value).trim() }
}

describe('a scope of systemd', () => {
  test('is asked for after the greeting, and its folder is the answer', async () => {
    const { said, told } = await ask({})
    expect(said).toBe(`/cg/user.slice/${NAME}`)
    const uid = Buffer.from(String(process.getuid?.())).toString('hex')
    const greeting = Buffer.from(`\0AUTH EXTERNAL ${uid}\r\nBEGIN\r\n`).toString('hex')
    expect(told).toBe(greeting + scopeCall(NAME, PID, PROPERTIES).toHex())
  })

  test.each<[string, Case, string]>([
    [
      'refuses it',
      { answer: answer(3, 'org.freedesktop.systemd1.UnitExists', 'It was already loaded.') },
      'The limits cannot be set: systemd refused a scope: It was already loaded.',
    ],
    [
      'does not let the user in',
      { greeting: Buffer.from('REJECTED EXTERNAL\r\n').toString('hex') },
      'The limits cannot be set: systemd does not let this user in: REJECTED EXTERNAL.',
    ],
    [
      'talks another language',
      { answer: Buffer.from('HTTP/1.1 400 Bad Request\r\n').toString('hex') },
      'The limits cannot be set: systemd gave an answer that nobody understands.',
    ],
    ['hangs up', { answer: '' }, 'The limits cannot be set: systemd gave no answer.'],
    [
      'leaves out a limit that the kernel does not have',
      { files: new Moved({ 'pids.max': '52\n' }) },
      `The limits cannot be set: systemd made a scope, but /cg/user.slice/${NAME}/memory.max does not hold 10000000.`,
    ],
    [
      'leaves a limit open',
      { files: new Moved({ ...IN_FORCE, 'pids.max': 'max\n' }) },
      `The limits cannot be set: systemd made a scope, but /cg/user.slice/${NAME}/pids.max does not hold 52.`,
    ],
    [
      'sets a higher one',
      { files: new Moved({ ...IN_FORCE, 'memory.max': '10002432\n' }) },
      `The limits cannot be set: systemd made a scope, but /cg/user.slice/${NAME}/memory.max does not hold 10000000.`,
    ],
  ])('that %s stops the start', async (_, given, sentence) => {
    expect((await ask(given)).said).toBe(sentence)
  })

  test.each([
    [
      'nobody listens at',
      (path: string) => path,
      /^The limits cannot be set: systemd cannot be reached at .*\(errno 2\)\.$/,
    ],
    [
      'cannot be the name of a socket',
      (path: string) => `${path}${'x'.repeat(100)}`,
      /is too long for a socket\.$/,
    ],
  ])('on a path that %s stops the start', (_, name, sentence) => {
    const socket = name(join(folder, 'nothing'))
    const scope = { socket, mount: '/cg', properties: PROPERTIES }
    expect(() => enterScope(NAME, PID, scope, new Moved(IN_FORCE))).toThrow(sentence)
  })
})
