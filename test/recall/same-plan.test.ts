import { afterAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { decide } from '../../src/commands/decide.ts'
import type { Request } from '../../src/commands/prepare.ts'
import type { Ready } from '../../src/recall/kept.ts'
import { keep, recall, slotFor } from '../../src/recall/store.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { Timing } from '../../src/ui/timing.ts'

const files = new Files(new Libc())
const here = process.cwd()
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-same-')))
afterAll(() => {
  process.chdir(here)
  rmSync(top, { recursive: true, force: true })
})

const home = join(top, 'home')
const project = join(home, 'src/project')
const env = { HOME: home, PWD: project, PATH: `${home}/bin:/usr/bin:/bin`, LANG: 'C.UTF-8', TOKEN: 's3cret' }
const request: Request = { profile: 'claude', word: 'true', args: ['--typed'], options: { env: ['TOKEN'] } }

function reset(): void {
  process.chdir(here)
  rmSync(top, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  process.chdir(project)
  Bun.spawnSync(['git', 'init', '-q', project], { env: { PATH: '/usr/bin:/bin', HOME: home } })
}

/** Takes away what keeps a file from being made: folders that are none, and links, which would lead out of here. */
function room(path: string): void {
  const parts = path.split('/')
  for (const [index] of parts.entries()) {
    const part = join(home, ...parts.slice(0, index + 1))
    const there = lstatSync(part, { throwIfNoEntry: false })
    const fits = index === parts.length - 1 ? there?.isFile() : there?.isDirectory()
    if (!fits) rmSync(part, { recursive: true, force: true })
  }
  mkdirSync(dirname(join(home, path)), { recursive: true })
}

const put = (path: string, text: string, mode = 0o644): void => {
  room(path)
  writeFileSync(join(home, path), text, { mode })
}
const away = (path: string): void => rmSync(join(home, path), { recursive: true, force: true })
const link = (path: string, to: string): void => {
  room(path)
  away(path)
  symlinkSync(to, join(home, path))
}

/** What may happen between two starts, by the person, by an agent in the box, or by another program. */
const EVENTS: Readonly<Record<string, () => void>> = {
  nothing: () => undefined,
  'work in the project': () => put('src/project/main.c', `${Math.random()}`),
  'a new folder in the project': () => put('src/project/lib/a.c', 'x'),
  'it goes away': () => away('src/project/lib'),
  'a project that closes more': () => put('src/project/.jail.yaml', 'hide:\n  ./secret: {}\n'),
  'a project that asks for more': () => put('src/project/.jail.yaml', 'write:\n  ~/other: {}\n'),
  'a project that says nothing': () => away('src/project/.jail.yaml'),
  'settings of the person': () => put('.config/jail/config.yaml', 'read:\n  ~/docs: {}\n', 0o600),
  'other settings of the person': () => put('.config/jail/config.yaml', 'hide:\n  ~/.npmrc: {}\n', 0o600),
  'broken settings': () => put('.config/jail/config.yaml', 'read: [', 0o600),
  'no settings': () => away('.config/jail'),
  'a place that is granted': () => put('docs/a.md', 'x'),
  'it is a link out of home': () => link('docs', '/etc'),
  'it is away': () => away('docs'),
  'hooks elsewhere': () => put('src/project/.git/config', '[core]\n\thooksPath = tools/hooks\n'),
  'plain git settings': () => put('src/project/.git/config', '[core]\n\tbare = false\n'),
  'a repository in it': () => put('src/project/sub/.git/HEAD', 'ref: refs/heads/main\n'),
  'none in it': () => away('src/project/sub'),
  'a .git that leads elsewhere': () => put('src/project/sub/.git', 'gitdir: /tmp/x\n'),
  'no repository at all': () => away('src/project/.git'),
  'git settings of the person': () => put('.gitconfig', '[user]\n\tname = x\n'),
  'the same by a link': () => link('.gitconfig', 'dotfiles/gitconfig'),
  'what it leads to': () => put('dotfiles/gitconfig', '[include]\n\tpath = ~/more\n'),
  'a tool before the others': () => put('bin/true', '#!/usr/bin/env sh\n', 0o755),
  'the tool needs another': () => put('bin/true', '#!/usr/bin/perl\n', 0o755),
  'the tool may not be run': () => put('bin/true', 'x', 0o644),
  'the tool is a link': () => link('bin/true', '../tools/v2/bin/true'),
  'that is there': () => put('tools/v2/bin/true', '#!/bin/sh\n', 0o755),
  'no such tool': () => away('bin'),
  'an environment of python': () => put('src/project/.venv/pyvenv.cfg', 'home = /usr/bin\n'),
  'state of the agent': () => put('.claude/settings.json', '{}'),
  'its state is a link': () => link('.claude', 'elsewhere'),
  'no state': () => away('.claude'),
  'a config of the agent': () => put('.claude.json', `{"n":${Math.random()}}`),
  'a folder that is open to all': () => {
    mkdirSync(join(home, 'bin'), { recursive: true })
    chmodSync(join(home, 'bin'), 0o777)
  },
  'a dotfile': () => put('.bashrc', 'x'),
  'a dotfile that is a folder': () => {
    away('.bashrc')
    put('.bashrc/x', 'x')
  },
  'no dotfile': () => away('.bashrc'),
  'another project in its place': () => {
    renameSync(project, join(home, 'src/old'))
    mkdirSync(project)
    process.chdir(project)
    away('src/old')
  },
}

/** What a start would do now, or why it would not. */
async function fresh(): Promise<{ readonly ready: Ready } | { readonly why: string }> {
  const slot = slotFor(request, { args: request.args, env }, files)
  try {
    const { ready, log, prepared } = await decide(request, env, { slot, timing: new Timing(false) })
    const { bwrapAnswer } = prepared
    if (bwrapAnswer) put(bwrapAnswer.path.slice(home.length), bwrapAnswer.text, 0o600)
    if (slot && log) keep(slot, ready, log, files)
    return { ready }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

function recalled(): Ready | undefined {
  const slot = slotFor(request, { args: request.args, env }, files)
  return slot && recall(slot, files)
}

describe('a start that is recalled', () => {
  test('is the start that would be decided anew, whatever happened before', async () => {
    const seen = { recalled: 0, anew: 0, refused: 0 }
    const events = fc.array(fc.constantFrom(...Object.keys(EVENTS)), { minLength: 2, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(events, async (names) => {
        const pass = async (): Promise<void> => {
          reset()
          for (const name of names) {
            EVENTS[name]?.()
            const kept = recalled()
            const now = await fresh()
            if (kept) expect(now).toEqual({ ready: kept })
            seen[kept ? 'recalled' : 'ready' in now ? 'anew' : 'refused']++
          }
        }
        // Others change this machine, too, as a package that is installed; a fault comes again.
        await pass().catch(pass)
      }),
      { numRuns: Number(process.env['JAIL_RECALLS'] ?? 40) },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10)
  }, 120_000)

  test.each(Object.keys(EVENTS))(
    'twice after %p without a change in between, when it can start at all',
    async (name) => {
      reset()
      EVENTS[name]?.()
      // The first start finds no answer of bwrap kept, and folders that have just been made.
      for (let n = 0; n < 2; n++) await fresh()
      const now = await fresh()
      expect('ready' in now).toBe(recalled() !== undefined)
      if ('ready' in now) expect(recalled()).toEqual(now.ready)
    },
  )

  test('has the arguments that are typed now, and no value of the environment on disk', async () => {
    reset()
    for (let n = 0; n < 2; n++) await fresh()
    const slot = slotFor(request, { args: ['--other', 'words'], env }, files)
    expect(slot && recall(slot, files)?.line.argv.slice(-3)).toEqual(['/usr/bin/true', '--other', 'words'])
    expect(slot && recall(slot, files)?.line.env.get('TOKEN')).toBe('s3cret')
    const text = slot && (await Bun.file(slot.path).text())
    expect(text).toContain('TOKEN')
    expect(text).not.toContain('s3cret')
    expect(text).not.toContain('--typed')
  })
})
