import { describe, expect, test } from 'bun:test'
import { expandPath, expandValue, type Places, XDG_DEFAULTS } from '../../src/policy/expand.ts'

const PLACES: Places = {
  home: '/home/ana',
  project: '/home/ana/src/app',
  xdg: {
    XDG_CONFIG_HOME: '/home/ana/.config',
    XDG_DATA_HOME: '/data/ana',
    XDG_STATE_HOME: '/home/ana/.local/state',
    XDG_CACHE_HOME: '/home/ana/.cache',
  },
}

describe('a path of a profile', () => {
  test.each([
    ['/', '/'],
    ['/etc/passwd', '/etc/passwd'],
    ['/etc//x/../y/', '/etc/y'],
    ['/etc/*-release', '/etc/*-release'],
    ['~', '/home/ana'],
    ['~/', '/home/ana'],
    ['~/.ssh', '/home/ana/.ssh'],
    ['~//.ssh', '/home/ana/.ssh'],
    ['~/a/../b', '/home/ana/b'],
    ['.', '/home/ana/src/app'],
    ['./', '/home/ana/src/app'],
    ['./.git/hooks', '/home/ana/src/app/.git/hooks'],
    ['.//a', '/home/ana/src/app/a'],
    ['$XDG_CONFIG_HOME', '/home/ana/.config'],
    ['$XDG_CONFIG_HOME/git', '/home/ana/.config/git'],
    ['$XDG_DATA_HOME/x', '/data/ana/x'],
    ['$XDG_STATE_HOME/jail', '/home/ana/.local/state/jail'],
    ['$XDG_CACHE_HOME/npm', '/home/ana/.cache/npm'],
    ['/a b/ü/$HOME', '/a b/ü/$HOME'],
  ])('%p is %p', (text, path) => {
    expect(expandPath(text, PLACES, 'profile x')).toBe(path)
  })

  test.each([
    [''],
    ['etc/passwd'],
    ['..'],
    ['../other'],
    ['.ssh'],
    ['...'],
    ['~bob/.ssh'],
    ['~~'],
    ['$HOME/x'],
    ['$XDG_RUNTIME_DIR/x'],
    ['$XDG_CONFIG_HOMEX/x'],
    ['XDG_CONFIG_HOME/x'],
    ['$(XDG_CONFIG_HOME)/x'],
    ['$'],
    ['$/x'],
    ['$toString/x'],
    ['$constructor'],
    ['$__proto__/x'],
    [' /x'],
  ])('%p is refused, with where it stands and how it could begin', (text) => {
    expect(() => expandPath(text, PLACES, 'profile x')).toThrow(
      expect.objectContaining({
        id: 'policy.relative-path',
        message: expect.stringContaining(`profile x names the path ${JSON.stringify(text)}`),
        fix: expect.stringContaining('$XDG_CONFIG_HOME/'),
      }),
    )
  })

  test.each(['/a\0b', '~/\0', '\0', '$XDG_DATA_HOME/\0x'])('with a NUL byte is refused: %p', (text) => {
    expect(() => expandPath(text, PLACES, 'profile x')).toThrow(expect.objectContaining({ id: 'policy.nul' }))
  })
})

describe('a value of env.set', () => {
  test.each([
    ['~', '/home/ana'],
    ['~/x', '/home/ana/x'],
    ['$XDG_CACHE_HOME/npm', '/home/ana/.cache/npm'],
    ['$XDG_CACHE_HOME', '/home/ana/.cache'],
    ['', ''],
    ['1', '1'],
    ['/tmp', '/tmp'],
    ['./x', './x'],
    ['a//b/../c', 'a//b/../c'],
    ['~ana', '~ana'],
    ['x ~/y', 'x ~/y'],
    ['$HOME/x', '$HOME/x'],
    ['$XDG_CACHE_HOMES/x', '$XDG_CACHE_HOMES/x'],
    ['$XDG_FONTS_HOME/x', '$XDG_FONTS_HOME/x'],
    ['$toString', '$toString'],
    ['$constructor/x', '$constructor/x'],
    ['.', '.'],
    ['{"*":"allow"}', '{"*":"allow"}'],
    ['a:~/b', 'a:~/b'],
  ])('%p is %p', (text, value) => {
    expect(expandValue(text, PLACES)).toBe(value)
  })
})

test('the defaults are those of the XDG base directory specification', () => {
  expect(XDG_DEFAULTS).toEqual({
    XDG_CONFIG_HOME: '.config',
    XDG_DATA_HOME: '.local/share',
    XDG_STATE_HOME: '.local/state',
    XDG_CACHE_HOME: '.cache',
  })
})
