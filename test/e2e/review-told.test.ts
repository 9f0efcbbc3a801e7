import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, linkSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, until } from './support/box.ts'

let box: Box
const boxes: Box[] = []
beforeEach(() => {
  box = new Box()
  boxes.push(box)
  box.outside('git init -q . && mkdir -p packages/a src && echo one > src/main.ts && git add -A')
})
afterAll(() => {
  for (const each of boxes) each.remove()
})

describe('nothing is said of', () => {
  test.each([
    ['nothing', 'true'],
    [
      'edits of the source',
      'echo two >> src/main.ts; echo x > src/new.ts; rm src/new.ts; mkdir -p lib/deep; echo > lib/deep/f',
    ],
    ['what somebody has to start', 'echo {} > package.json; echo all: > Makefile; echo x > CLAUDE.md'],
    ['programs', 'cp /bin/true tool; chmod 755 tool'],
    ['links in the project', 'ln -s src/main.ts in; ln -s ../src packages/up'],
    ['dependencies', 'mkdir -p node_modules/x/.vscode; echo x > node_modules/x/.vscode/tasks.json'],
    [
      'names that only begin so',
      'echo x > .envrc.example; echo x > vscode; mkdir .vscodes; echo x > .vscodes/a',
    ],
    ['sockets and pipes that are gone again', 'mkfifo p; rm p'],
  ])('%s', (_, script) => {
    const done = box.run(script)
    expect(done).toEqual({ code: 0, out: '', err: '' })
    expect(box.jail(['review']).code).toBe(0)
  })

  test('what was there before', () => {
    box.outside(
      'echo x > .envrc; ln -s /etc out; mkfifo pipe; cp /bin/true s; chmod 4755 s; chmod 777 src; git init -q n',
    )
    linkSync(join(box.project, 'src/main.ts'), join(box.home, 'other'))
    expect(box.run('echo two > src/new.ts; true')).toEqual({ code: 0, out: '', err: '' })
  })

  test('a plant with --quiet, but the list is kept', () => {
    expect(box.run('echo x > .envrc', ['--quiet']).err).toBe('')
    expect(box.jail(['review'])).toMatchObject({ code: 1, out: expect.stringContaining('.envrc is new') })
  })

  test('a plant where the settings switch it off', () => {
    box.plant('.config/jail/config.yaml', 'review: false\n')
    expect(box.run('echo x > .envrc').err).toBe('')
    expect(box.jail(['review']).code).toBe(2)
  })
})

describe('it is told', () => {
  test('when the command fails, and the exit code stays', () => {
    const done = box.run('echo x > .envrc; exit 3')
    expect(done).toMatchObject({ code: 3, err: expect.stringContaining('.envrc is new') })
  })

  test('when the command is killed', () => {
    const done = box.run('echo x > .envrc; kill -KILL $$')
    expect(done).toMatchObject({ code: 137, err: expect.stringContaining('.envrc is new') })
  })

  test('when a signal ends jail', async () => {
    const child = box.start([JAIL, 'run', '--', 'sh', '-c', 'echo x > .envrc; sleep 60'])
    await until('the file', () => (existsSync(join(box.project, '.envrc')) ? true : undefined))
    child.kill('SIGTERM')
    expect(await child.exited).toBe(143)
    expect(await new Response(child.stderr).text()).toContain('.envrc is new')
  })

  test('after a kill -9 of jail: by jail review, and at the next start, whose own end tells it too', async () => {
    const child = box.start([JAIL, 'run', '--', 'sh', '-c', 'echo x > .envrc; sleep 60'])
    await until('the file', () => (existsSync(join(box.project, '.envrc')) ? true : undefined))
    child.kill('SIGKILL')
    await child.exited
    expect(box.jail(['review'])).toMatchObject({ code: 1, out: expect.stringContaining('.envrc is new') })
    const next = box.run('true')
    expect(next.err).toContain('An earlier run here was killed before it could be reviewed.')
    expect(next.err.split('.envrc is new').length).toBe(3)
    expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
  })

  test('of a run that another one of the same project outlives', async () => {
    const child = box.start([JAIL, 'run', '--', 'sh', '-c', 'echo x > .envrc; read line'])
    await until('the file', () => (existsSync(join(box.project, '.envrc')) ? true : undefined))
    // A start in between must not take what the first run did for the state before.
    expect(box.run('true').err).toContain('.envrc is new')
    child.stdin.write('\n')
    await child.stdin.flush()
    expect(await child.exited).toBe(0)
    expect(await new Response(child.stderr).text()).toContain('.envrc is new')
  })
})
