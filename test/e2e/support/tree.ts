/** Puts programs into a throw-away home as tool managers do, and says what such a program sees. */

import { chmodSync, copyFileSync, linkSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { NODE } from './agents.ts'
import type { Box } from './box.ts'

/** What the program prints: how it was started, and what it finds around. */
export interface Report {
  /** The real path of the program that runs the script. */
  runner: string
  args: string[]
  /** Every file and link around the home that it can open, as a path from the home. */
  files: string[]
  /** The error when it writes to itself; empty when it can. */
  refused: string
  env: Record<string, string>
}

const PROGRAM = `
const fs = require('fs')
const { join, relative, dirname } = require('path')
const attempt = (act) => { try { act(); return '' } catch (error) { return error.code } }
const list = (folder) => {
  let entries = []
  attempt(() => { entries = fs.readdirSync(folder, { withFileTypes: true }) })
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? list(path) : [path]
  })
}
const open = (path) => attempt(() => fs.closeSync(fs.openSync(path))) === ''
const home = process.env.HOME
console.log(JSON.stringify({
  runner: fs.realpathSync(process.execPath),
  args: process.argv.slice(2),
  files: list(dirname(home)).filter(open).map((path) => relative(home, path)),
  refused: attempt(() => fs.appendFileSync(__filename, '')),
  env: process.env,
}))
`

/** The home of a box; paths are below it, or absolute. */
export class Tree {
  readonly #box: Box
  readonly #copies = new Map<string, string>()

  constructor(box: Box) {
    this.#box = box
  }

  at(path: string): string {
    return resolve(this.#box.home, path)
  }

  file(path: string, content: string, mode = 0o644): void {
    chmodSync(this.#box.plant(this.at(path), content), mode)
  }

  link(path: string, to: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true })
    symlinkSync(to, this.at(path))
  }

  /** A copy of a large program: one for the whole box, and hard links to it. */
  program(path: string, source: string): void {
    const copy = this.#copies.get(source) ?? join(this.#box.top, `copy-${this.#copies.size}`)
    if (!this.#copies.has(source)) copyFileSync(source, copy)
    this.#copies.set(source, copy)
    mkdirSync(dirname(this.at(path)), { recursive: true })
    const isNear = statSync(copy).dev === statSync(dirname(this.at(path))).dev
    if (isNear) linkSync(copy, this.at(path))
    else copyFileSync(copy, this.at(path))
  }

  node(path: string): void {
    this.program(path, NODE)
  }

  /** The script that prints a report. */
  script(path: string, runner = '/usr/bin/env node'): void {
    this.file(path, `#!${runner}\n${PROGRAM}`, 0o755)
  }

  /** The package `tool` in a folder of modules, with the script as its program. */
  package(modules: string, runner?: string): void {
    this.file(`${modules}/tool/package.json`, '{"name":"tool","version":"1.0.0","bin":"cli.js"}')
    this.script(`${modules}/tool/cli.js`, runner)
  }
}
