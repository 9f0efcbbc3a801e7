import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FakeBwraps } from './fake-bwrap.ts'

const fake = new FakeBwraps()
afterAll(() => fake.remove())

describe('the answer of bwrap', () => {
  const path = fake.plant('good/kept')
  const cache = join(fake.top, 'kept.json')
  const first = fake.gather(path)

  test('is handed over to be kept, but written by nobody here', () => {
    expect(fake.gather(path, { cache }).fresh).toEqual({ path: cache, text: first.fresh?.text ?? '' })
    expect(existsSync(cache)).toBe(false)
  })

  test('is read from what was kept, and bwrap is not asked again', () => {
    writeFileSync(cache, first.fresh?.text ?? '')
    fake.wasCalled()
    expect(fake.gather(path, { cache })).toEqual({ bwrap: first.bwrap })
    expect(fake.wasCalled()).toBe(false)
  })

  test('is asked for again when the program has changed', () => {
    writeFileSync(cache, first.fresh?.text ?? '')
    utimesSync(path, 1, 1)
    expect(fake.gather(path, { cache }).fresh).toBeDefined()
  })

  test.each<[string, (kept: Kept) => string]>([
    ['empty', () => ''],
    ['cut', (kept) => JSON.stringify(kept).slice(0, 50)],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['of another file', (kept) => JSON.stringify({ ...kept, key: 'x' })],
    ['without options', ({ key, version }) => JSON.stringify({ key, version })],
    ['with options that are none', (kept) => JSON.stringify({ ...kept, options: '--ro-bind' })],
    ['without the option that every bwrap has', (kept) => JSON.stringify({ ...kept, options: ['--bind'] })],
    ['with a version that is a number', (kept) => JSON.stringify({ ...kept, version: 1 })],
  ])('is asked for again when what was kept is %s', (_what, spoil) => {
    const text = fake.gather(path).fresh?.text ?? ''
    writeFileSync(cache, text)
    expect(fake.gather(path, { cache }).fresh).toBeUndefined()
    writeFileSync(cache, spoil(JSON.parse(text)))
    expect(fake.gather(path, { cache }).fresh?.text).toBe(text)
  })
})

type Kept = { readonly key: string; readonly version: string; readonly options: readonly string[] }
