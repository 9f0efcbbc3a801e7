import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gatherOwn } from '../../src/host/gather/own.ts'
import { Walker } from '../../src/host/walk.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { callerOf } from '../hosts/machine.ts'
import { smallMachine } from '../hosts/small.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-own-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const at = (path: string) => join(top, path)
const xdg = {
  XDG_CONFIG_HOME: at('config'),
  XDG_DATA_HOME: at('data'),
  XDG_STATE_HOME: at('state'),
  XDG_CACHE_HOME: at('cache'),
}
for (const folder of ['config/jail/profiles', 'dot', 'p']) mkdirSync(at(folder), { recursive: true })
for (const file of ['dot/config.yaml', 'dot/mine.yaml', 'p/.jail.yaml', 'bwrap']) writeFileSync(at(file), '')
symlinkSync('../../dot/config.yaml', at('config/jail/config.yaml'))
symlinkSync(at('dot/mine.yaml'), at('config/jail/profiles/mine.yaml'))

function gather(env: Readonly<Record<string, string>> = {}) {
  const caller = { ...callerOf(smallMachine(), 'eve'), env }
  const places = { home: top, project: at('p'), xdg }
  return gatherOwn({ caller, places, walker: new Walker(files), files })
}

const realOf = (path: string, env = {}) => {
  const fact = gather(env).find((own) => own.path === path)?.fact
  return fact && 'real' in fact ? fact.real : undefined
}

describe("jail's own places", () => {
  test.each([
    ['the settings', 'config/jail', 'config/jail'],
    ['the settings behind a link', 'config/jail/config.yaml', 'dot/config.yaml'],
    ['a profile behind a link', 'config/jail/profiles/mine.yaml', 'dot/mine.yaml'],
    ['the file of the project', 'p/.jail.yaml', 'p/.jail.yaml'],
    ['the records, which are not there yet', 'state/jail', 'state/jail'],
  ])('are %s', (_, path, real) => {
    expect(realOf(at(path))).toBe(at(real))
  })

  test('are those of the administrator and the program itself', () => {
    expect(realOf('/etc/jail')).toBe('/etc/jail')
    expect(realOf(process.execPath)).toBe(realpathSync(process.execPath))
  })

  test('are another bwrap, if it is named by its whole path', () => {
    expect(realOf(at('bwrap'), { JAIL_BWRAP: at('bwrap') })).toBe(at('bwrap'))
    expect(gather({ JAIL_BWRAP: 'bwrap' })).toHaveLength(gather().length)
  })

  test('may be made where they are missing folders that can be made, and nowhere else', () => {
    const made = gather().filter(({ mayBeMade }) => mayBeMade)
    expect(made.map(({ path }) => path).filter((path) => path !== '/etc/jail')).toEqual([at('state/jail')])
  })
})
