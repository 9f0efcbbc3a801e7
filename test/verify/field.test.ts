import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ground, makeGround, makeGroundBeside, plantAnswer, plantRules } from '../../src/verify/field.ts'

const state = mkdtempSync(join(tmpdir(), 'jail-field-'))
const answer = join(state, 'jail/bwrap.json')
afterAll(() => rmSync(state, { recursive: true, force: true }))

describe('fields', () => {
  test('beside each other share the mark and nothing else, and go together', () => {
    const { remove, ...first } = makeGround(state)
    const second = makeGroundBeside(first, 1)
    plantRules(second)
    const paths = ({ home, project, other, outside }: Ground): string[] => [home, project, other, outside]
    expect(second.canary).toBe(first.canary)
    expect(paths(second).filter((path) => paths(first).includes(path))).toEqual([])
    expect([...paths(first), ...paths(second)].every((path) => path.startsWith(`${first.top}/`))).toBe(true)
    expect([
      existsSync(join(first.project, '.jail.yaml')),
      existsSync(join(second.project, '.jail.yaml')),
    ]).toEqual([false, true])
    remove()
    expect([...paths(first), ...paths(second)].filter((path) => existsSync(path))).toEqual([])
  })
})

describe('what bwrap has answered', () => {
  const home = join(state, 'home')
  const copy = join(home, '.local/state/jail/bwrap.json')
  beforeEach(() => rmSync(home, { recursive: true, force: true }))

  test('comes along', () => {
    mkdirSync(join(state, 'jail'), { recursive: true })
    writeFileSync(answer, '{"path":"/usr/bin/bwrap"}')
    plantAnswer(state, home)
    rmSync(answer)
    expect(readFileSync(copy, 'utf8')).toBe('{"path":"/usr/bin/bwrap"}')
  })

  test('is asked again where there is no answer, or none that can be read', () => {
    plantAnswer(state, home)
    mkdirSync(answer, { recursive: true })
    plantAnswer(state, home)
    rmSync(answer, { recursive: true })
    expect(existsSync(copy)).toBe(false)
  })
})
