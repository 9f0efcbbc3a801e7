import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL } from './support/box.ts'

let box: Box
beforeEach(() => {
  box = new Box()
  box.plant('docs/plan.txt', 'the plan\n')
})
afterEach(() => box.remove())

const WIDENS = 'hide: [./.env]\nread: [~/docs]\n'
const plantFile = (text: string) => box.plant('src/project/.jail.yaml', text)
const store = () => join(box.home, '.local/state/jail/allowed')

describe('from inside', () => {
  test('a file that is there cannot be written, and one that is made counts only when it is allowed', () => {
    plantFile('hide: [./.env]\n')
    const tries =
      'echo "read: [~/docs]" > .jail.yaml || mv .jail.yaml x || rm -f .jail.yaml || echo kept > beside'
    box.run(tries)
    expect([box.read('.jail.yaml'), box.read('beside')]).toEqual(['hide: [./.env]\n', 'kept\n'])
    rmSync(join(box.project, '.jail.yaml'))
    expect(box.run('echo "read: [~/docs]" > .jail.yaml').code).toBe(0)
    const next = box.run('cat ~/docs/plan.txt')
    expect([next.code, next.out]).toEqual([125, ''])
    expect(next.err).toContain('You have not allowed')
  })

  test('jail allow changes nothing outside', () => {
    plantFile(WIDENS)
    box.jail(['allow', '--yes'])
    const again = (script: string) => box.run(script, ['--read', JAIL, '--copy', '.jail.yaml'])
    expect(again(`${JAIL} allow --yes`)).toMatchObject({
      code: 125,
      err: expect.stringContaining('nothing is allowed from inside'),
    })
    const faked = again(
      `echo "write: [~/docs]" > .jail.yaml; env -u JAIL ${JAIL} allow --yes --project . && echo done`,
    )
    expect(faked.out).toContain('done')
    plantFile('write: [~/docs]\n')
    const next = box.run('true')
    expect(next.code).toBe(125)
    expect(next.err).toContain('You have not allowed')
    expect(readdirSync(store())).toHaveLength(1)
  })

  test('the records and the settings cannot be seen below a grant of home, nor written', () => {
    plantFile(WIDENS)
    box.plant('.config/jail/config.yaml', 'description: mine\n')
    box.jail(['allow', '--yes'])
    const look = box.run('ls -A ~/.local/state/jail ~/.config/jail | grep -v :', ['--read', box.home])
    expect(look.out.trim()).toBe('')
    const write =
      'for f in ~/.config/jail/config.yaml ~/.local/state/jail/x; do echo "nested: true" > $f; done; mv ~/.config ~/c; echo y > ~/.config/y'
    box.run(write, ['--write', join(box.home, '.config'), '--write', join(box.home, '.local')])
    const find = box.outside('cat ~/.config/jail/config.yaml; ls ~/.local/state/jail/x; cat ~/.config/y')
    expect(find.out).toBe('description: mine\ny\n')
  })

  test('settings that are missing cannot be made, and those behind a link cannot be written', () => {
    mkdirSync(join(box.home, '.config'))
    const made = box.run('echo "nested: true" > ~/.config/jail/config.yaml', [
      '--write',
      join(box.home, '.config'),
    ])
    expect(made.code).not.toBe(0)
    expect(existsSync(join(box.home, '.config/jail/config.yaml'))).toBe(false)
    box.plant('dot/jail/config.yaml', 'description: mine\n')
    symlinkSync('../../dot/jail/config.yaml', join(box.home, '.config/jail/config.yaml'))
    box.run('echo x > jail/config.yaml; mv jail y; echo free > other', ['--project', join(box.home, 'dot')], {
      cwd: join(box.home, 'dot'),
    })
    expect(box.outside('cat ~/dot/jail/config.yaml ~/dot/other').out).toBe('description: mine\nfree\n')
  })

  test.each([['.config/jail'], ['.config/jail/config.yaml'], ['.local/state/jail']])(
    'a grant of %s is refused',
    (path) => {
      box.plant('.config/jail/config.yaml', 'description: mine\n')
      mkdirSync(join(box.home, '.local/state/jail'), { recursive: true })
      const done = box.run('true', ['--write', join(box.home, path)])
      expect(done).toMatchObject({ code: 125, err: expect.stringContaining("is jail's own") })
      expect(box.run('true', ['--read', join(box.home, path)]).code).toBe(0)
    },
  )

  test('jail itself cannot be changed where it lies in the project', () => {
    const own = join(box.project, 'tools/jail')
    mkdirSync(join(box.project, 'tools'))
    copyFileSync(JAIL, own)
    const tries = 'echo x > tools/jail || rm -f tools/jail || mv tools t || echo kept > tools/beside'
    box.command([own, 'run', '--', 'sh', '-c', tries])
    expect(box.read('tools/beside')).toBe('kept\n')
    expect(box.command([own, '--version']).code).toBe(0)
    expect(box.run('rm tools/jail').code).toBe(0)
  })
})
