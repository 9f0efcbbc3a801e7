import type { Word } from '../../src/plan/op.ts'

/**
 * What bwrap's words do to a path, read from bwrap(1) alone: nothing here shares code with the plan, or a test of the
 * plan would share its mistakes. Paths without links.
 */
export type Outcome = `${'seen' | 'unseen'} ${'kept' | 'thrown away' | 'closed'}`

type Layer = {
  readonly at: string
  readonly from: 'host' | 'memory' | 'empty' | 'kernel'
  isWritable: boolean
  /** Files and links that were made in it. */
  readonly made: Set<string>
}

const lies = (path: string, folder: string): boolean =>
  `${path}/`.startsWith(folder === '/' ? '/' : `${folder}/`)

/** The outcome at a path after all words of the line. */
export function outcomeOf(words: readonly Word[], path: string): Outcome {
  const layers = layersOf(words)
  const top = layers.findLast((layer) => lies(path, layer.at))
  if (!top) throw new Error('There is always a root.')
  const isAbove = layers.some((layer) => layer.at !== path && lies(layer.at, path) && layer.from !== 'kernel')
  const isMade = [...top.made].some((made) => lies(made, path))
  const isSeen =
    top.from === 'host' ||
    top.from === 'kernel' ||
    isMade ||
    isAbove ||
    (top.from === 'memory' && top.at === path)
  const kept = top.from === 'host' ? 'kept' : 'thrown away'
  return `${isSeen ? 'seen' : 'unseen'} ${top.isWritable ? kept : 'closed'}`
}

/** Of one line many paths are asked. */
const known = new WeakMap<readonly Word[], Layer[]>()

function layersOf(words: readonly Word[]): Layer[] {
  const before = known.get(words)
  if (before) return before
  const box = new Box()
  for (let at = 0; at < words.length; at++) {
    const take = TAKES[String(words[at])]
    if (take) take(box, words.slice(at + 1, at + 3))
  }
  known.set(words, box.layers)
  return box.layers
}

class Box {
  readonly layers: Layer[] = [{ at: '/', from: 'memory', isWritable: true, made: new Set() }]
  /** Of the next option (bwrap(1), --perms). */
  perms: Word | undefined

  mount(at: Word | undefined, from: Layer['from'], isWritable: boolean): void {
    this.layers.push({ at: String(at), from, isWritable, made: new Set() })
    this.perms = undefined
  }

  make(path: Word | undefined): void {
    const made = String(path)
    this.layers.findLast((layer) => lies(made, layer.at))?.made.add(made)
    this.perms = undefined
  }

  close(path: Word | undefined): void {
    const layer = this.layers.findLast((one) => one.at === path)
    if (layer) layer.isWritable = false
  }
}

type Values = readonly (Word | undefined)[]

const TAKES: Readonly<Record<string, (box: Box, values: Values) => void>> = {
  '--perms': (box, [mode]) => {
    box.perms = mode
  },
  '--ro-bind': (box, [, at]) => box.mount(at, 'host', false),
  '--bind': (box, [, at]) => box.mount(at, 'host', true),
  '--tmpfs': (box, [at]) => box.mount(at, box.perms === '0500' ? 'empty' : 'memory', true),
  '--file': (box, [, at]) => box.make(at),
  '--symlink': (box, [, at]) => box.make(at),
  '--ro-bind-data': (box, [content, at]) => box.mount(at, isNothing(content) ? 'empty' : 'memory', false),
  '--bind-data': (box, [content, at]) => box.mount(at, isNothing(content) ? 'empty' : 'memory', true),
  '--proc': (box, [at]) => box.mount(at, 'kernel', true),
  '--dev': (box, [at]) => box.mount(at, 'kernel', true),
  '--remount-ro': (box, [at]) => box.close(at),
}

function isNothing(content: Word | undefined): boolean {
  return typeof content === 'object' && content.kind === 'text' && content.text === ''
}
