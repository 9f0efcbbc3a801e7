import { join, normalise, parentOf } from '../../src/policy/paths.ts'
import {
  FFI_FOLDERS,
  IMPURE_NAMES,
  LAYERS,
  LOADED_LATE,
  listed,
  MOST_LINES,
  ONLY_IN,
  PACKAGES,
  PURE,
} from './layers.ts'

/** TypeScript sources: path below src/ → text. Each check answers with a sentence for each fault. */
export type Tree = ReadonlyMap<string, string>

type Import = {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
  /** By `import()`. */
  readonly late: boolean
}

/** Imports go downwards, those of types too: a type that stands above what uses it is in the wrong place. */
export function upwardImports(tree: Tree): string[] {
  return importsOf(tree).flatMap(({ from, to }) => {
    if (!to.startsWith('src/')) return []
    const [here, there] = [placeOf(from), placeOf(to.slice(4))]
    if (here === undefined) return [`${from} has no layer`]
    if (there === undefined) return [`${to.slice(4)} has no layer`]
    const isFine = there.group === here.group || there.layer < here.layer
    return isFine ? [] : [`${from} imports ${to.slice(4)}, which is not below it`]
  })
}

/** Pure files import nothing that touches the machine and use none of its globals. */
export function impurities(tree: Tree): string[] {
  const pure = new Map([...tree].filter(([path]) => listed(path, PURE)))
  const imported = importsOf(pure).flatMap(({ from, to, typeOnly }) =>
    !typeOnly && /^(node:|bun:|bun$|src\/sys\/)/.test(to) ? [`${from} imports ${to}`] : [],
  )
  const used = [...pure].flatMap(([path, text]) =>
    namesUsed(text, IMPURE_NAMES).map((name) => `${path} uses ${name}`),
  )
  return [...imported, ...used]
}

/** What is imported is one of ours, a profile, part of Bun, or a package in the files that it is for. */
export function foreignImports(tree: Tree): string[] {
  return importsOf(tree).flatMap(({ from, to }) => {
    if (to === 'bun:ffi' && !listed(from, FFI_FOLDERS)) return [`${from} imports bun:ffi`]
    if (/^(src|profiles|probes)\//.test(to) || to.startsWith('node:') || to === 'bun:ffi') return []
    return listed(from, PACKAGES[to] ?? []) ? [] : [`${from} imports ${to}, which is not ours`]
  })
}

/** What leads to a package is loaded by commands only, and only when it is needed. */
export function earlyImports(tree: Tree): string[] {
  return importsOf(tree).flatMap(({ from, to, typeOnly, late }) => {
    if (typeOnly || !listed(to.slice('src/'.length), LOADED_LATE) || listed(from, LOADED_LATE)) return []
    return late && from.startsWith('commands/')
      ? []
      : [`${from} loads ${to.slice('src/'.length)} at the start`]
  })
}

/** Each circle of imports once, by its files. */
export function cycles(tree: Tree): string[] {
  const edges = Map.groupBy(importsOf(tree), ({ from }) => from)
  const done = new Set<string>()
  const found = new Map<string, string>()
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      const circle = way.slice(way.indexOf(path))
      found.set(circle.toSorted().join(), [...circle, path].join(' → '))
    } else if (!done.has(path)) {
      for (const { to } of edges.get(path) ?? []) visit(to.replace(/^src\//, ''), [...way, path])
      done.add(path)
    }
  }
  for (const path of tree.keys()) visit(path, [])
  return [...found.values()]
}

/** Names that stand in one place only. */
export function misplacedNames(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) =>
    namesUsed(text, Object.keys(ONLY_IN))
      .filter((name) => !listed(path, ONLY_IN[name] ?? []))
      .map((name) => `${path} uses ${name}`),
  )
}

export function longFiles(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > MOST_LINES ? [`${path} has ${lines} lines`] : []
  })
}

/** A name in a list of the rules that no file answers to: a rule about nothing holds nothing. */
export function idleRules(tree: Tree): string[] {
  const names = [...LAYERS.flat(2), ...PURE, ...FFI_FOLDERS, ...LOADED_LATE, ...Object.values(ONLY_IN).flat()]
  return names.filter((name) => ![...tree.keys()].some((path) => listed(path, [name])))
}

function placeOf(path: string): { readonly layer: number; readonly group: readonly string[] } | undefined {
  for (const wanted of ['file', 'folder']) {
    for (const [layer, groups] of LAYERS.entries()) {
      const group = groups.find((names) =>
        listed(
          path,
          names.filter((name) => name.endsWith('/') === (wanted === 'folder')),
        ),
      )
      if (group) return { layer, group }
    }
  }
  return undefined
}

/** What each file imports, as a path from the root of the project, or the name of a module. */
function importsOf(tree: Tree): Import[] {
  return [...tree].flatMap(([from, text]) => {
    const scan = (code: string) =>
      new Bun.Transpiler({ loader: 'ts' })
        .scanImports(code)
        .map(({ path, kind }) => ({ to: target(path), kind }))
    const target = (path: string): string =>
      path.startsWith('.') ? join(parentOf(normalise(`/src/${from}`)), path).slice(1) : path
    const atRuntime = scan(text)
    return [...new Set(scan(withTypesAsValues(text)).map(({ to }) => to))].map((to) => {
      const kinds = atRuntime.filter((one) => one.to === to).map(({ kind }) => kind)
      return {
        from,
        to,
        typeOnly: kinds.length === 0,
        late: kinds.every((kind) => kind === 'dynamic-import'),
      }
    })
  })
}

/** The scanner leaves out what is imported as a type only. */
function withTypesAsValues(text: string): string {
  return text.replace(/^(import|export) [^;'"()=]* from '/gm, (head) => head.replace(/\btype /g, ''))
}

/** The names that a text uses as globals: the transpiler replaces free identifiers, never members or own variables. */
function namesUsed(text: string, names: readonly string[]): string[] {
  const marks = names.map((name) => [name, `__used_${name.replace('.', '_')}__`] as const)
  // A macro would be run by the transpiler.
  const code = text.replace(/ with \{ type: 'macro' \}/g, '')
  return marks
    .filter(([name, mark]) =>
      new Bun.Transpiler({ loader: 'ts', define: { [name]: mark } }).transformSync(code).includes(mark),
    )
    .map(([name]) => name)
}
