import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { envTarget, parseStart, readStart, type Start } from '../../src/host/toolchains/interpreter.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const files = new Files(new Libc())
const top = mkdtempSync(join(tmpdir(), 'jail-interpreter-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const HEAD = 4096
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Parses a whole file as `readStart` does: the head, and more on demand. */
function parse(file: Uint8Array): Start {
  return parseStart(file.slice(0, HEAD), (offset, length) => file.slice(offset, offset + length))
}

describe('a script names what starts it', () => {
  test.each([
    ['#!/bin/sh\necho', ['/bin/sh']],
    ['#! /bin/sh\n', ['/bin/sh']],
    ['#!\t/bin/sh \t\n', ['/bin/sh']],
    ['#!/bin/sh', ['/bin/sh']],
    ['#!/bin/bash -eu\n', ['/bin/bash', '-eu']],
    ['#!/usr/bin/env node\n', ['/usr/bin/env', 'node']],
    ['#! /usr/bin/env -S node --flag\n', ['/usr/bin/env', '-S', 'node', '--flag']],
    ['#!/usr/bin/env  -S\tnode\n', ['/usr/bin/env', '-S', 'node']],
    ['#!bin/tool\n', ['bin/tool']],
    ['#!/opt/a-ü/bin/x\n', ['/opt/a-ü/bin/x']],
    ['#!/bin/sh\r\n', ['/bin/sh']],
    ['#!\n/bin/sh\n', []],
    ['#!', []],
    [`#!/${'a'.repeat(200)}\n`, [`/${'a'.repeat(200)}`]],
  ])('%p: %p', (text, words) => {
    expect(parse(bytesOf(text))).toEqual({ kind: 'script', words })
  })

  test('and a line without an end is cut where the kernel cuts it, at 256 bytes', () => {
    expect(parse(bytesOf(`#!/bin/sh ${'x'.repeat(5000)}`))).toEqual({
      kind: 'script',
      words: ['/bin/sh', 'x'.repeat(256 - '#!/bin/sh '.length)],
    })
  })
})

describe('env looks up', () => {
  test.each([
    ['/usr/bin/env node', 'node'],
    ['/usr/bin/env -S node --flag', 'node'],
    ['/usr/bin/env -S deno run --allow-all', 'deno'],
    ['/usr/bin/env -S VAR=1 B= node --flag', 'node'],
    ['/usr/bin/env -i node', 'node'],
    ['/usr/bin/env -S -i PATH=/bin sh', 'sh'],
    ['/usr/bin/env --split-string node', 'node'],
    ['/usr/bin/env -vS node', 'node'],
    ['/usr/bin/env -Snode --flag', 'node'],
    ['/usr/bin/env --split-string=node --flag', 'node'],
    ['/usr/bin/env -S -u NODE_OPTIONS node', 'node'],
    ['/usr/bin/env -S --unset NODE_OPTIONS node', 'node'],
    ['/usr/bin/env -S -C /tmp node', 'node'],
    ['/usr/bin/env -S --unset=A node', 'node'],
    ['/usr/bin/env -S -- node', 'node'],
    ['/usr/bin/env ./tool', './tool'],
    ['/usr/bin/env', undefined],
    ['/usr/bin/env -S A=1', undefined],
    ['/usr/bin/env -i', undefined],
  ])('for %p: %p', (line, target) => {
    expect(envTarget(line.split(' '))).toBe(target as string)
  })
})

describe('an ELF file', () => {
  test.each([
    [
      'names its interpreter',
      [{ type: 3, text: '/lib64/ld-linux-x86-64.so.2\0' }],
      '/lib64/ld-linux-x86-64.so.2',
    ],
    [
      'names it behind other headers',
      [{ type: 6 }, { type: 1 }, { type: 3, text: '/lib/ld.so\0' }],
      '/lib/ld.so',
    ],
    ['ends the name at the first NUL', [{ type: 3, text: '/ld\0\nrest\0' }], '/ld'],
    ['may leave the NUL out', [{ type: 3, text: '/ld' }], '/ld'],
    ['with none is static', [{ type: 1 }, { type: 2 }], undefined],
    ['without headers is static', [], undefined],
  ])('%s', (_what, headers, interpreter) => {
    for (const place of [{ table: 64 }, { table: 8000 }, { table: 64, text: 9000 }, { table: HEAD - 56 }])
      expect(parse(elf(headers, place))).toEqual({ kind: 'elf', interpreter: interpreter as string })
  })

  test.each([
    ['of 32 bits', { 4: 1 }],
    ['of the other byte order', { 5: 2 }],
    ['that counts more headers than it has', { 56: 0xff, 57: 0xff }],
    ['whose headers have no size', { 54: 0, 55: 0 }],
    ['whose headers are one byte long', { 54: 1 }],
    ['whose table lies far behind the end', { 36: 0xff, 37: 0xff }],
    ['whose table lies behind all numbers', { 39: 0xff, 38: 0xff, 37: 0xff, 36: 0xff }],
    ['whose table lies one byte behind the head', { 32: 0xff, 33: 0x0f }],
  ])('%s has no interpreter that could be read', (_what, bytes) => {
    const file = elf([{ type: 1 }], { table: 64 })
    for (const [at, byte] of Object.entries(bytes)) file[Number(at)] = byte
    expect(parse(file)).toEqual({ kind: 'elf', interpreter: undefined })
    expect(onDisk(file)).toEqual({ kind: 'elf', interpreter: undefined })
  })

  test('may be damaged anywhere: it is still read without an error, in memory and on disk', () => {
    const good = elf([{ type: 6 }, { type: 3, text: '/lib/ld.so\0' }], { table: 64 })
    const damage = fc.array(fc.tuple(fc.nat(175), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, length) => {
        const file = good.slice(0, length)
        for (const [at, byte] of changes) if (at < length) file[at] = byte
        const start = parse(file)
        expect(['elf', 'script', 'unknown']).toContain(start.kind)
        expect(onDisk(file)).toEqual(start)
      }),
    )
  })
})

test.each([
  ['', 'empty'],
  ['#', 'one byte'],
  ['# !/bin/sh\n', 'a comment'],
  [' #!/bin/sh\n', 'a space before'],
  ['\ufeff#!/bin/sh\n', 'a byte order mark before, which the kernel does not skip'],
  ['echo hello\n', 'a script without a first line'],
  ['\x7fELG', 'almost ELF'],
  ['MZ\x90\0', 'a program of another system'],
])('%p is neither: %s', (text) => {
  expect(parse(bytesOf(text))).toEqual({ kind: 'unknown' })
})

describe('on this machine', () => {
  test.each(['/bin/sh', process.execPath])('%s is started by a file that is there', (path) => {
    const start = readStart(path, files)
    const interpreter = start.kind === 'elf' ? start.interpreter : undefined
    expect(interpreter).toMatch(/^\/.*ld/)
    expect(existsSync(interpreter ?? '')).toBe(true)
  })

  test('a script of 100 KB is read by its head', () => {
    const path = join(top, 'script')
    writeFileSync(path, `#!/usr/bin/env -S node --flag\n${'x'.repeat(100_000)}`)
    expect(readStart(path, files)).toEqual({
      kind: 'script',
      words: ['/usr/bin/env', '-S', 'node', '--flag'],
    })
  })

  test.each(['none', '.', `${'x'.repeat(300)}`])('%s, which cannot be read, is unknown', (name) => {
    expect(readStart(join(top, name), files)).toEqual({ kind: 'unknown' })
  })

  test('no descriptor is left open', () => {
    const open = (): number => files.names('/proc/self/fd')?.length ?? -1
    const before = open()
    for (let round = 0; round < 20; round++)
      for (const path of ['/bin/sh', top, '/none']) readStart(path, files)
    expect(open()).toBe(before)
  })
})

function onDisk(file: Uint8Array): Start {
  const path = join(top, 'elf')
  writeFileSync(path, file)
  return readStart(path, files)
}

type Header = { readonly type: number; readonly text?: string }

/** A 64-bit little-endian ELF file of program headers (elf(5)): the table and the texts lie where they are told to. */
function elf(
  headers: readonly Header[],
  place: { readonly table: number; readonly text?: number },
): Uint8Array {
  const bytes = new Uint8Array(10_000)
  const view = new DataView(bytes.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setBigUint64(32, BigInt(place.table), true)
  view.setUint16(54, 56, true)
  view.setUint16(56, headers.length, true)
  let end = place.text ?? place.table + headers.length * 56
  for (const [index, { type, text = '' }] of headers.entries()) {
    const at = place.table + index * 56
    view.setUint32(at, type, true)
    view.setBigUint64(at + 8, BigInt(end), true)
    view.setBigUint64(at + 32, BigInt(text.length), true)
    bytes.set(bytesOf(text), end)
    end += text.length
  }
  return bytes
}
