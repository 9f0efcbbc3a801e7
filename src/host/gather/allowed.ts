import { JailError } from '../../errors.ts'
import type { Places } from '../../policy/expand.ts'
import { shownPath } from '../../policy/sources.ts'
import type { Files } from '../../sys/files.ts'
import { quoted } from '../../ui/escape.ts'
import type { Caller, Project } from '../facts.ts'
import { readSource } from './sources.ts'

/** What a person allowed: the project and the very content of its file, and all that was shown about it. */
export type Allowed = {
  readonly project: string
  readonly sha256: string
  /** The day and time, as ISO 8601. */
  readonly when: string
  readonly sentences: readonly string[]
}

const SCHEMA = 1

/** The folder of what was allowed, outside of every box. */
export function allowedFolder({ xdg }: Pick<Places, 'xdg'>): string {
  return `${xdg.XDG_STATE_HOME}/jail/allowed`
}

/** The record of one project. */
export function allowedPath(places: Pick<Places, 'xdg'>, project: Pick<Project, 'id'>): string {
  return `${allowedFolder(places)}/${project.id}.json`
}

/** Of the project's path too: a copy of a project is another project. */
export function hashOf(project: string, text: string): string {
  return new Bun.CryptoHasher('sha256').update(`${project}\0${text}`).digest('hex')
}

/** The text of a record. */
export function recordText(allowed: Allowed): string {
  return `${JSON.stringify({ schema: SCHEMA, ...allowed }, null, 2)}\n`
}

/**
 * What the person allowed, by the path of the record; undefined when there is no record. A record that cannot be
 * trusted or read is no missing one: throws what `readSource` throws, and `allow.broken`.
 */
export function readAllowed(path: string, caller: Caller, files: Files): Allowed | undefined {
  const source = readSource('config', path, caller, files)
  if (source === undefined) return undefined
  const value = parsed(source.text)
  if (isRecord(value)) {
    const { project, sha256, when, sentences } = value
    return { project, sha256, when, sentences }
  }
  throw new JailError('allow.broken', `${source.shown} is not a record that jail allow wrote.`, {
    fix: `Remove it, and allow the project again: rm ${quoted(shownPath(path, caller.home)).replace(/^'~\//, "~/'")}`,
  })
}

/** All records, sorted by project. */
export function listAllowed(places: Places, caller: Caller, files: Files): Allowed[] {
  const folder = allowedFolder(places)
  const names = (files.names(folder) ?? []).filter((name) => name.endsWith('.json'))
  const found = names.map((name) => readAllowed(`${folder}/${name}`, caller, files))
  return found.filter((one) => one !== undefined).sort((a, b) => (a.project < b.project ? -1 : 1))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is as broken as JSON of another form.
    return undefined
  }
}

function isRecord(value: unknown): value is Allowed {
  if (typeof value !== 'object' || value === null) return false
  const { schema, project, sha256, when, sentences } = value as Readonly<Record<string, unknown>>
  return (
    schema === SCHEMA &&
    typeof project === 'string' &&
    typeof sha256 === 'string' &&
    sha256.length === 64 &&
    typeof when === 'string' &&
    !Number.isNaN(Date.parse(when)) &&
    Array.isArray(sentences) &&
    sentences.every((one) => typeof one === 'string')
  )
}
