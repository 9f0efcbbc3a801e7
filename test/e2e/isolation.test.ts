import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Box } from './support/box.ts'

const CANARY = 'canary-5b1f'
let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const SECRETS = [
  '.ssh/id_ed25519',
  '.npmrc',
  '.netrc',
  '.aws/credentials',
  '.git-credentials',
  '.config/gh/hosts.yml',
  '.docker/config.json',
  '.kube/config',
  '.gnupg/private-keys-v1.d/key',
  '.local/share/keyrings/login.keyring',
  '.bash_history',
  '.claude.json',
  'src/other/file',
  'Documents/letter',
] as const

describe('a file of the home folder is hidden', () => {
  beforeAll(() => {
    for (const path of SECRETS) box.plant(path, `${CANARY} of ${path}`, 0o600)
  })

  test.each([...SECRETS])('~/%s cannot be read, and is what both the host and a grant show', (path) => {
    const script = `cat ~/${path}`
    const inside = box.run(script)
    expect(inside.code).not.toBe(0)
    expect(inside.out + inside.err).not.toContain(CANARY)
    expect(box.outside(script).out).toBe(`${CANARY} of ${path}`)
    expect(box.run(script, ['--read', join(box.home, path)]).out).toBe(`${CANARY} of ${path}`)
  })

  test('a search of all places where files of people are finds none of them, but does on the host', () => {
    const found = (places: string) => `grep -rsl ${CANARY} ${places} | wc -l`
    const everywhere = '~ /home /root /tmp /var /run /mnt /media /srv /etc'
    expect(box.run(found(everywhere)).out.trim()).toBe('0')
    expect(Number(box.outside(found('~')).out)).toBe(SECRETS.length)
  })

  test('a grant of the whole home folder shows other projects, but no place of secrets', () => {
    const read = (path: string) => box.run(`cat ~/${path}`, ['--read', box.home]).out
    expect(read('src/other/file')).toContain(CANARY)
    for (const path of ['.ssh/id_ed25519', '.npmrc', '.netrc', '.aws/credentials', '.git-credentials'])
      expect(`${path}: ${read(path)}`).toBe(`${path}: `)
  })
})

describe('what is written', () => {
  const name = `jail-e2e-${process.pid}`

  test.each(['/usr', '/usr/local/bin', '/etc', '/', '/opt', '/var', '/usr/lib'])(
    'in %s is refused and does not reach the host',
    (folder) => {
      const done = box.run(`echo x > ${folder}/${name}`)
      const reached = existsSync(join(folder, name))
      rmSync(join(folder, name), { force: true })
      expect(reached).toBe(false)
      expect(done.code).not.toBe(0)
      expect(done.err).toMatch(/Read-only file system|Permission denied/)
    },
  )

  test.each(['/tmp', '/var/tmp', '/run', '/dev/shm', '$HOME', '$HOME/.config'])(
    'in %s works and is thrown away',
    (folder) => {
      const done = box.run(`mkdir -p ${folder} && echo kept > ${folder}/${name} && cat ${folder}/${name}`)
      expect(done).toEqual({ code: 0, out: 'kept\n', err: '' })
      const onHost = join(folder.replace('$HOME', box.home), name)
      const reached = existsSync(onHost)
      rmSync(onHost, { force: true })
      expect(reached).toBe(false)
    },
  )

  test('in the project is there afterwards', () => {
    expect(box.run('mkdir -p deep && echo made > deep/made').code).toBe(0)
    expect(box.read('deep/made')).toBe('made\n')
  })

  test('in a place that --write names is there afterwards', async () => {
    const state = join(box.home, 'state')
    mkdirSync(state)
    expect(box.run('echo kept > ~/state/file', ['--write', state]).code).toBe(0)
    expect(await Bun.file(join(state, 'file')).text()).toBe('kept\n')
  })
})

describe('the place is the same as outside', () => {
  const LINK = 'link-to-src'
  beforeAll(() => {
    mkdirSync(join(box.project, 'sub folder'), { recursive: true })
    symlinkSync('src', join(box.home, LINK))
  })

  test.each(['src/project', 'src/project/sub folder', `${LINK}/project`, `${LINK}/project/sub folder`])(
    'the current folder ~/%s has the same name, with and without links',
    (path) => {
      const cwd = join(box.home, path)
      const script = 'echo "$PWD"; pwd -L; pwd -P; echo "$HOME"; ls -di . | cut -d" " -f1'
      const how = { cwd, env: { PWD: cwd } }
      const inside = box.run(script, ['--project', box.project], how)
      expect(inside.out).toBe(box.outside(script, how).out)
      expect(inside.out).toStartWith(`${cwd}\n${cwd}\n`)
    },
  )

  test.each(['id -un', 'whoami', 'id -u', 'id -g', 'echo ~', 'ls -ld . | cut -d" " -f3', 'umask'])(
    '%s says the same',
    (script) => {
      const inside = box.run(script)
      expect(inside.out).not.toBe('')
      expect(inside).toEqual(box.outside(script))
    },
  )
})

test('the name of the machine is that of the box, and not the host’s', () => {
  expect(box.run('uname -n').out).toBe('jail\n')
  expect(readlinkSync('/proc/self/ns/uts')).not.toBe(box.run('readlink /proc/self/ns/uts').out.trim())
})

describe('git', () => {
  const SAVE = 'git add -A && git -c user.name=t -c user.email=t@t commit -qm saved'

  test('a repository made inside is one outside, without ghost files', () => {
    const cwd = join(box.home, 'src/fresh')
    mkdirSync(cwd)
    expect(box.run(`echo one > file && git init -q . && ${SAVE}`, [], { cwd })).toMatchObject({ code: 0 })
    expect(box.outside('git log --format=%s', { cwd }).out).toBe('saved\n')
    expect(box.outside('git status --porcelain', { cwd })).toEqual({ code: 0, out: '', err: '' })
  })

  test('a run in a repository of the host changes nothing in it, and a commit inside arrives', () => {
    const cwd = join(box.home, 'src/old')
    mkdirSync(cwd)
    box.outside(`echo one > file && git init -q . && ${SAVE}`, { cwd })
    const listing = () => box.outside('find . | sort', { cwd }).out
    const before = listing()
    expect(box.run('git status --porcelain', [], { cwd })).toEqual({ code: 0, out: '', err: '' })
    expect(listing()).toBe(before)
    expect(box.run(`echo two > file && ${SAVE}`, [], { cwd })).toMatchObject({ code: 0 })
    expect(box.outside('git log --format=%s', { cwd }).out).toBe('saved\nsaved\n')
    expect(box.outside('git status --porcelain', { cwd }).out).toBe('')
  })

  test('from a folder of the repository, all of the repository is the project', () => {
    const root = join(box.home, 'src/old')
    const cwd = join(root, 'inner')
    mkdirSync(cwd)
    expect(box.run('echo up > ../from-inner', [], { cwd }).code).toBe(0)
    expect(existsSync(join(root, 'from-inner'))).toBe(true)
    expect(basename(box.run('pwd', [], { cwd }).out.trim())).toBe('inner')
  })
})
