import { describe, expect, test } from 'bun:test'
import { commandWords } from '../../src/doctor/command-words.ts'

describe('a command is cut into words', () => {
  test.each([
    ['apt-get install bubblewrap', ['apt-get', 'install', 'bubblewrap']],
    ['  sysctl  -w\tkernel.x=1 ', ['sysctl', '-w', 'kernel.x=1']],
    ["chmod go-w '/home/a b/c'", ['chmod', 'go-w', '/home/a b/c']],
    ['chmod go-w "/a b"/c', ['chmod', 'go-w', '/a b/c']],
    [`x '' "" 'a|b' "a;b"`, ['x', '', '', 'a|b', 'a;b']],
    ['chmod go-w ~/.config/x', ['chmod', 'go-w', '/home/ana/.config/x']],
    ["chmod go-w ~/'a b'", ['chmod', 'go-w', '/home/ana/a b']],
    ["ls 'a~b' a~b '~/x'", ['ls', 'a~b', 'a~b', '~/x']],
    ["echo 'a\nb'", ['echo', 'a\nb']],
    ['install -d /a/zsh-x', ['install', '-d', '/a/zsh-x']],
    ['ls /a/Ä-ß_%+,@:.', ['ls', '/a/Ä-ß_%+,@:.']],
  ])('%s', (command, argv) => {
    expect(commandWords(command, '/home/ana')).toEqual({ argv: argv as [string, ...string[]] })
  })
})

describe('a command that a shell would act on is not run', () => {
  test.each([
    'echo x > /etc/y',
    'a | b',
    'a && b',
    'a; b',
    'a & b',
    'echo $HOME',
    'echo "$HOME"',
    'echo `id`',
    'echo "`id`"',
    'echo $(id)',
    'ls *.ts',
    'ls a?',
    'ls [ab]',
    'ls {a,b}',
    'ls # comment',
    'a\nb',
    'a \\b',
    "a 'b",
    'a "b',
    'a <b',
    '(a)',
    '! a',
    'X=1 a',
    'ls ~root/x',
    'ls ~',
    `sh -c 'echo x >> /etc/y'`,
    'sudo /bin/bash -c id',
    'env sh -c id',
  ])('%s', (command) => {
    expect(commandWords(command, '/home/ana')).toEqual({ why: 'it needs a shell' })
  })

  test('nor one with a home folder where there is none', () => {
    expect(commandWords('ls ~/x', '')).toEqual({ why: 'it needs a shell' })
  })

  test.each([
    ['lxc config set NAME security.nesting=true', 'NAME'],
    ['wsl --set-version DISTRIBUTION 2', 'DISTRIBUTION'],
    ['docker run x …', '…'],
  ])('nor %s, which has a gap', (command, gap) => {
    expect(commandWords(command, '/')).toEqual({ why: `a person must put something in for ${gap}` })
  })

  test('nor none', () => {
    expect(commandWords('', '/')).toEqual({ why: 'it is empty' })
    expect(commandWords("''", '/')).toEqual({ why: 'it is empty' })
  })
})
