import type { Layer } from './layer.ts'
import type { Source } from './sources.ts'

export function parseLayer(source: Source): Layer {
  throw new Error(`not yet: ${source.shown}`)
}
