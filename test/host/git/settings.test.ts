import { describe, expect, test } from 'bun:test'
import { parseGitConfig } from '../../../src/host/git/config.ts'
import { configPath, includesOf, programsOf, settingsOf } from '../../../src/host/git/settings.ts'

const settings = (text: string) => settingsOf(parseGitConfig(text).entries)

describe('a path of git’s settings', () => {
  test.each([
    ['.githooks', '/p/.githooks'],
    ['../h', '/h'],
    ['/h/./i', '/h/i'],
    ['~/h', '/home/eve/h'],
    ['~', '/home/eve'],
    [':(optional)h', '/p/h'],
  ])('%s is %s', (text, path) => {
    expect(configPath(text, '/p', '/home/eve')).toBe(path)
  })

  test.each(['', '~ben/h', '%(prefix)/etc'])('%j is none that could be in a project', (text) => {
    expect(configPath(text, '/p', '/home/eve')).toBeUndefined()
  })
})

test('every include counts, whatever its condition, and nothing else does', () => {
  const text =
    '[include]\npath = a\n[includeIf "gitdir:/x"]\npath = b\n[includeIf "onbranch:main"]\npath = c\n[include "x"]\npath = no\n[included]\npath = no\n[include]\npath\n'
  expect(includesOf(parseGitConfig(text).entries)).toEqual(['a', 'b', 'c'])
})

test.each([
  ['[core]\nhooksPath = a\nhooksPath = b\n', { hooksPaths: ['a', 'b'] }],
  ['[core "x"]\nhooksPath = a\n', { hooksPaths: [] }],
  ['[core]\nhooksPath\n', { hooksPaths: [] }],
  ['[core]\nworktree = ../a\nworktree = ../b\n', { workTree: '../b' }],
  ['[core]\nbare = true\n', { isBare: true }],
  ['[core]\nbare\n', { isBare: true }],
  ['[core]\nbare = true\nbare = false\n', { isBare: false }],
  ['[extensions]\nworktreeConfig = yes\n', { hasWorktreeConfig: true }],
  ['[extensions]\nworktreeConfig = 1\n', { hasWorktreeConfig: true }],
  ['[extensions]\nworktreeConfig = 0\n', { hasWorktreeConfig: false }],
  ['[extensions]\nworktreeConfig =\n', { hasWorktreeConfig: false }],
  ['[extensions]\nrefStorage = reftable\n', { hasReftable: true }],
  ['[extensions]\nrefStorage = files\n', { hasReftable: false }],
  ['', { hooksPaths: [], commands: [], workTree: undefined, isBare: false }],
])('%j says %j', (text, wanted) => {
  expect(settings(text)).toMatchObject(wanted)
})

describe('git runs the value of', () => {
  test.each([
    ['[core]\nfsmonitor = ./m\n', 'core.fsmonitor', './m'],
    ['[core]\nsshCommand = ./s -v\n', 'core.sshcommand', './s -v'],
    ['[gpg]\nprogram = g\n', 'gpg.program', 'g'],
    ['[gpg "ssh"]\nprogram = g\n', 'gpg.ssh.program', 'g'],
    ['[filter "lfs"]\nprocess = f\n', 'filter.lfs.process', 'f'],
    ['[diff "pdf"]\ntextconv = d\n', 'diff.pdf.textconv', 'd'],
    ['[merge "m"]\ndriver = m %O\n', 'merge.m.driver', 'm %O'],
    ['[credential]\nhelper = !./c get\n', 'credential.helper', './c get'],
    ['[credential "https://x"]\nhelper = ./c\n', 'credential.https://x.helper', './c'],
    ['[alias]\nx = !./a\n', 'alias.x', './a'],
    ['[submodule "s"]\nupdate = !./u\n', 'submodule.s.update', './u'],
    ['[pager]\nlog = ./p\n', 'pager.log', './p'],
  ])('%j', (text, key, command) => {
    expect(settings(text).commands).toEqual([{ key, command }])
  })

  test.each([
    ['an alias for a command of git', '[alias]\nst = status\n'],
    ['a way to update', '[submodule "s"]\nupdate = rebase\n'],
    ['a name', '[user]\nname = ./x\n'],
    ['a key without a value', '[core]\nfsmonitor\n'],
    ['a section that every object has', '[constructor]\nname = ./x\n[__proto__]\ncmd = x\n'],
  ])('but not of %s', (_, text) => {
    expect(settings(text).commands).toEqual([])
  })
})

describe('a command starts', () => {
  test.each([
    ['./tools/m', ['/p/tools/m']],
    ['tools/m --fast', ['/p/tools/m']],
    ['/opt/x/y a/b', ['/opt/x/y']],
    ['~/bin/x', ['/home/eve/bin/x']],
    ['"./my tools/m" x', ['/p/my tools/m']],
    ["'./a'b", ['/p/ab']],
    ['./a\\ b', ['/p/a b']],
    ['node scripts/merge.js %O', ['/p/scripts/merge.js']],
    ['/usr/bin/python3 -u tools/x.py a/b', ['/usr/bin/python3', '/p/tools/x.py']],
    ['sh hook.sh', ['/p/hook.sh']],
    ['LC_ALL=C ./x', ['/p/x']],
    ['./x;rm y/z', ['/p/x']],
    ['vim', []],
    ['vim src/main.c', []],
    ['', []],
    ['   ', []],
    ['"', []],
    ['true', []],
  ])('%j: %j', (command, paths) => {
    expect(programsOf(command, '/p', '/home/eve')).toEqual(paths)
  })

  test('and only its first words are looked at', () => {
    expect(programsOf('sh '.repeat(2 ** 18), '/p', '/home/eve').length).toBeLessThanOrEqual(20)
  })
})
