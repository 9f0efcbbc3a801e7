import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { arrange, type Cover } from '../../src/plan/arrange.ts'
import type { Node } from '../../src/plan/node.ts'
import { isBelow, isWithin, parentOf } from '../../src/policy/paths.ts'
import { place, placesOf } from './places.ts'
import { opName, seenAt } from './seen.ts'

const opsOf = (nodes: readonly Node[]) => arrange(placesOf(nodes), 4096).ops

describe('for any set of rules', () => {
  const FOLDERS = ['/h', '/h/a', '/h/a/b', '/h/a/b/c', '/h/a-b', '/h/d']
  const FILES = FOLDERS.map((folder) => `${folder}/f.file`)
  const folderNode = fc
    .tuple(fc.constantFrom('hide', 'protect', 'read', 'write', 'tmpfs'), fc.constantFrom(...FOLDERS))
    .map(([word, path]) => place(word, path))
  const fileNode = fc
    .tuple(fc.constantFrom('hide', 'protect', 'read', 'write', 'copy'), fc.constantFrom(...FILES))
    .map(([word, path]) => place(word, path))
  const rules = fc.uniqueArray(fc.oneof(folderNode, fileNode), { selector: ({ path }) => path, maxLength: 8 })
  const check = (property: (nodes: readonly Node[]) => void) =>
    fc.assert(fc.property(rules, property), { numRuns: 2000 })

  /** What the innermost rule says, told without operations: protect and hide only take away. */
  const expected = (nodes: readonly Node[], path: string): 'nothing' | 'ro' | 'rw' | 'copy' =>
    nodes
      .filter((node) => isWithin(path, node.path))
      .sort((a, b) => a.path.length - b.path.length)
      .reduce<'nothing' | 'ro' | 'rw' | 'copy'>((state, { word }) => {
        if (word === 'hide' || word === 'tmpfs') return 'nothing'
        if (word === 'protect') return state === 'rw' ? 'ro' : state
        return word === 'read' ? 'ro' : word === 'write' ? 'rw' : 'copy'
      }, 'nothing')

  test('a file is seen exactly as the innermost rule says', () => {
    check((nodes) => {
      const ops = opsOf(nodes)
      for (const path of FILES) {
        const seen = seenAt(ops, path)
        const way = expected(nodes, path)
        const wanted = way === 'nothing' ? seen : way === 'copy' ? `copy ${path} rw` : `host ${path} ${way}`
        expect(`${seen}`).toBe(wanted)
        if (way === 'nothing') expect(['nothing', 'own']).toContain(seen)
      }
    })
  })

  test('the operation of a folder stands before those of what lies in it', () => {
    check((nodes) => {
      const ops = opsOf(nodes).filter((op) => op.kind !== 'remount-ro')
      for (const [at, op] of ops.entries())
        for (const later of ops.slice(at + 1)) expect(isBelow(op.path, later.path)).toBe(false)
    })
  })

  test('no operation stands twice', () => {
    check((nodes) => {
      const names = opsOf(nodes).map(opName)
      expect(names).toEqual([...new Set(names)])
    })
  })

  test('closed folders become read-only after all else', () => {
    check((nodes) => {
      const kinds = opsOf(nodes).map((op) => op.kind)
      const first = kinds.indexOf('remount-ro')
      if (first >= 0) expect(new Set(kinds.slice(first))).toEqual(new Set(['remount-ro']))
    })
  })

  test('what is said to lie at a path is what the operations put there', () => {
    const seenAs: Record<Cover, RegExp> = {
      tmpfs: /^(own|nothing)$/,
      mask: /^(own|nothing)$/,
      ro: /^host .* ro$/,
      rw: /^(host .* rw|copy .*)$/,
    }
    check((nodes) => {
      const { ops, coverOf } = arrange(placesOf(nodes), 4096)
      for (const path of FILES) expect(seenAt(ops, path)).toMatch(seenAs[coverOf(path)])
    })
  })

  test('what lies in a protected folder cannot be moved away: each folder up to the grant is a mount', () => {
    check((nodes) => {
      const ops = opsOf(nodes)
      const mounts = new Set(
        ops.filter((op) => op.kind === 'bind' || op.kind === 'tmpfs').map((op) => op.path),
      )
      for (const { word, path } of nodes) {
        if (word !== 'protect' || !mounts.has(path)) continue
        for (
          let folder = parentOf(path);
          folder !== '/' && expected(nodes, `${folder}/x`) === 'rw';
          folder = parentOf(folder)
        )
          expect(`${folder} ${mounts.has(folder)}`).toBe(`${folder} true`)
      }
    })
  })
})
