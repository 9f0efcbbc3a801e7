import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Box, type Done, IS_ROOT, JAIL, LONG, until } from './support/box.ts'
import { killKeeping } from './support/kill-keeping.ts'

const box = new Box()
afterAll(() => box.remove())

const STATE = join(box.home, '.state')
const KEEP = ['--keep', '~/.state']
const ASIDE = join(box.home, '.local/state/jail/kept')

const now = (): string => readFileSync(STATE, 'utf8')
const aside = (): string[] =>
  existsSync(ASIDE) ? readdirSync(ASIDE).map((name) => readFileSync(join(ASIDE, name), 'utf8')) : []
/** Beside the file: what is left of a replacement. */
const leftovers = (): string[] => readdirSync(box.home).filter((name) => name.startsWith('.jail-keep-'))

beforeEach(() => {
  for (const path of [STATE, ASIDE]) rmSync(path, { recursive: true, force: true })
  box.plant('.state', 'old\n', 0o640)
})

const SAID = 'jail: ~/.state is not written back: '

describe('what the command did with a kept file', () => {
  test.each([
    ['writes it', 'echo new > ~/.state', 'new\n'],
    ['adds to it', 'echo more >> ~/.state', 'old\nmore\n'],
    ['replaces it', 'echo new > ~/.t && mv ~/.t ~/.state', 'new\n'],
    ['replaces it and fails', 'echo new > ~/.t && mv ~/.t ~/.state; exit 3', 'new\n'],
    ['replaces it and is killed', 'echo new > ~/.t && mv ~/.t ~/.state; kill -9 $$', 'new\n'],
    ['makes a link of it to itself', 'mv ~/.state ~/.t && ln ~/.t ~/.state && echo new > ~/.t', 'new\n'],
    ['leaves it', 'cat ~/.state', 'old\n'],
    ['writes the same', 'echo old > ~/.t && mv ~/.t ~/.state', 'old\n'],
  ])('%s: the host has the outcome', (_, script, content) => {
    const inside = box.run(script, KEEP)
    expect([now(), inside.err, leftovers(), aside()]).toEqual([content, reviewed(content), [], []])
    expect(statSync(STATE).mode & 0o7777).toBe(0o640)
  })

  test.each([
    ['removes it', 'rm ~/.state', 'it was removed inside', []],
    ['leaves it empty', ': > ~/.state', 'the command left it empty', []],
    [
      'puts a link there',
      'rm ~/.state; echo x > ~/.t; ln -s ~/.t ~/.state',
      'what the command left there is no regular file',
      [],
    ],
    [
      'puts a folder there',
      'rm ~/.state; mkdir ~/.state',
      'what the command left there is no regular file',
      [],
    ],
    [
      'puts a pipe there',
      'rm ~/.state; mkfifo ~/.state',
      'what the command left there is no regular file',
      [],
    ],
    [
      'makes it too large',
      'dd if=/dev/zero of=$HOME/.state bs=1M count=17 2>/dev/null',
      'the command left more than 16777216 bytes there',
      [],
    ],
  ])('%s: the host has the old one, and it is said', (_, script, why) => {
    const done = box.run(script, KEEP)
    expect(done.err).toStartWith(`${SAID}${why}. The file on this machine stays as it is.`)
    expect([done.code, now(), leftovers(), aside()]).toEqual([0, 'old\n', [], []])
  })

  test('breaks its JSON: the host has the old one, and what is left is laid aside', () => {
    writeFileSync(STATE, '{"a": 1}')
    const done = box.run('printf "{\\"a\\": " > ~/.state', KEEP)
    expect(done.err).toContain('it was JSON, and what the command left is not')
    expect([now(), aside()]).toEqual(['{"a": 1}', ['{"a": ']])
    expect(box.run('printf "{}" > ~/.state', KEEP).err).toBe(reviewed('{}'))
    expect(now()).toBe('{}')
  })

  test('is kept by a start that is like the one before, too', () => {
    for (const content of ['odl\n', 'old\n', 'odl\n', 'old\n']) {
      expect(box.run('tr ld dl < ~/.state > ~/.t && mv ~/.t ~/.state', KEEP).code).toBe(0)
      expect(now()).toBe(content)
    }
  })

  test('its exit code stays, whatever becomes of the file', () => {
    expect(box.run('echo new > ~/.state; exit 7', KEEP).code).toBe(7)
    expect(box.run('rm ~/.state; exit 7', KEEP).code).toBe(7)
  })
})

/** The review tells of a kept file that has changed. */
function reviewed(content: string): string {
  if (content === 'old\n') return ''
  return [
    'jail: 1 thing that may act on this machine is new or has changed during this run. To see it again: jail review --diff\n',
    'jail:   ~/.state has changed: it is kept, and what reads it here gets what the box left\n',
  ].join('')
}

describe('a file that is not there', () => {
  beforeEach(() => rmSync(STATE))

  test('is made when the command made it, for you alone', () => {
    expect(box.run('cat ~/.state 2>/dev/null; echo made > ~/.state; chmod 755 ~/.state', KEEP).out).toBe('')
    expect([now(), statSync(STATE).mode & 0o7777]).toEqual(['made\n', 0o600])
  })

  test('is not made when the command did not', () => {
    expect(box.run('true', KEEP)).toEqual({ code: 0, out: '', err: '' })
    expect(existsSync(STATE)).toBe(false)
  })

  test.each([
    ['whose folder is not there', '~/none/state', 'the folder for it does not exist'],
    ['where nothing can be made', '/usr/none', 'it does not exist, and nothing can be made there'],
    ['in the project', './none', 'it does not exist; what is made there stays anyway'],
  ])('%s has no effect, which is said', (_, path, because) => {
    expect(box.run('true', ['--keep', path]).err).toContain(`has no effect: ${because}.`)
  })
})

describe('a kept file that is a mount of its own', () => {
  test.each([
    ['in the project', () => join(box.project, 'state'), []],
    ['in a folder that is read', () => join(box.home, 'docs/state'), ['--read', '~/docs']],
    ['in a folder that is written', () => join(box.home, 'docs/state'), ['--write', '~/docs']],
  ])('%s can be written in place and not be replaced', (_, place, options) => {
    const path = box.plant(place(), 'old\n')
    const fresh = `${path}.fresh`
    const script = `echo new > ${path}; for way in "${path} ${fresh}" "${fresh} ${path}"; do echo x > ${fresh}; mv $way && echo moved; done 2>/dev/null`
    const done = box.run(script, [...options, '--keep', path])
    expect([done.out, readFileSync(path, 'utf8')]).toEqual(['', 'new\n'])
    rmSync(fresh, { force: true })
  })

  test('is not written while the box runs', async () => {
    const path = box.plant('src/project/state', 'old\n')
    const going = box.start([...RUN, '--keep', path, '--', 'sh', '-c', `echo new > state; ${WAIT}`])
    await until('the command', () => existsSync(join(box.project, 'ready')) || undefined)
    expect(readFileSync(path, 'utf8')).toBe('old\n')
    writeFileSync(join(box.project, 'go'), '')
    await going.exited
    expect(readFileSync(path, 'utf8')).toBe('new\n')
    tidy()
  })
})

const RUN = [JAIL, 'run']
/** Says that it is there, and waits until the test says go. */
const WAIT = 'touch ready; while [ ! -e go ]; do sleep 0.02; done'
const tidy = (): void => {
  for (const name of ['ready', 'go']) rmSync(join(box.project, name), { force: true })
}

/** Runs a script inside that waits at its end, and something outside meanwhile. */
async function during(script: string, act: (pid: number) => void | Promise<void>): Promise<Done> {
  tidy()
  const going = box.start([...RUN, ...KEEP, '--', 'sh', '-c', `${script}; ${WAIT}`])
  await until('the command', () => existsSync(join(box.project, 'ready')) || undefined)
  await act(going.pid)
  writeFileSync(join(box.project, 'go'), '')
  const code = await going.exited
  const [out, err] = [await new Response(going.stdout).text(), await new Response(going.stderr).text()]
  tidy()
  return { code, out, err }
}

describe('while a box runs', () => {
  test('the file of the host stays as it is', async () => {
    let seen = ''
    await during('echo new > ~/.state', () => {
      seen = now()
    })
    expect([seen, now()]).toEqual(['old\n', 'new\n'])
  })

  test.each([
    ['writes it', () => writeFileSync(STATE, 'theirs\n'), 'theirs\n'],
    [
      'replaces it',
      () => {
        rmSync(STATE)
        writeFileSync(STATE, 'theirs\n')
      },
      'theirs\n',
    ],
    [
      'puts a link to a file there',
      () => {
        writeFileSync(join(box.home, 'victim'), 'old\n')
        rmSync(STATE)
        symlinkSync(join(box.home, 'victim'), STATE)
      },
      'old\n',
    ],
  ])('who %s keeps that, and what the box left is laid aside', async (_, act, content) => {
    const done = await during('echo new > ~/.state', act)
    expect(done.err).toContain(`${SAID}it was changed on this machine while the box ran.`)
    expect(done.err).toContain(`What the box left: ${ASIDE}/`)
    expect([now(), aside(), leftovers()]).toEqual([content, ['new\n'], []])
  })

  test('a change outside counts when the box changed nothing, and nothing is said', async () => {
    const done = await during('true', () => writeFileSync(STATE, 'theirs\n'))
    expect([now(), aside()]).toEqual(['theirs\n', []])
    expect(done.err).not.toContain(SAID)
  })

  test('the same change on both sides is none to speak of', async () => {
    const done = await during('echo new > ~/.state', () => writeFileSync(STATE, 'new\n'))
    expect([now(), aside()]).toEqual(['new\n', []])
    expect(done.err).not.toContain(SAID)
  })

  test('the file was removed: what the box left is laid aside', async () => {
    const done = await during('echo new > ~/.state', () => rmSync(STATE))
    expect(done.err).toContain(SAID)
    expect([existsSync(STATE), aside()]).toEqual([false, ['new\n']])
  })

  test('another box that ends first has its change kept, and the later one is told', async () => {
    const done = await during('echo late > ~/.state', () => {
      expect(box.run('echo early > ~/.state', KEEP).err).not.toContain(SAID)
    })
    expect([now(), aside()]).toEqual(['early\n', ['late\n']])
    expect(done.err).toContain(SAID)
  })

  test('a kill -9 of jail leaves the old file, whole and alone', async () => {
    await during('echo new > ~/.state', (pid) => {
      process.kill(pid, 'SIGKILL')
    })
    expect([now(), leftovers(), aside()]).toEqual(['old\n', [], []])
    expect(box.run('echo next > ~/.state', KEEP).code).toBe(0)
    expect(now()).toBe('next\n')
  })
})

test('what a run left that was killed in the moment of replacing is laid aside by the next one', () => {
  const gone = Bun.spawnSync(['/bin/true']).pid
  writeFileSync(join(box.home, `.jail-keep-${gone}-1`), 'whole\n')
  const done = box.run('true', KEEP)
  expect(done.err).toContain(
    `A run that was killed left ${box.home}/.jail-keep-${gone}-1; it lies in ${ASIDE}/`,
  )
  expect([leftovers(), aside()]).toEqual([[], ['whole\n']])
})

describe('links', () => {
  test('of yours are followed once, at the start, and stay', () => {
    box.plant('dotfiles/state', 'old\n')
    rmSync(STATE)
    symlinkSync('dotfiles/state', STATE)
    expect(box.run('echo new > ~/.state', KEEP).code).toBe(0)
    expect(readlinkSync(STATE)).toBe('dotfiles/state')
    expect(readFileSync(join(box.home, 'dotfiles/state'), 'utf8')).toBe('new\n')
  })

  test('that a box can make are not followed, which is said', () => {
    rmSync(join(box.project, 'state'), { force: true })
    box.plant('.bashrc', 'mine\n')
    symlinkSync(join(box.home, '.bashrc'), join(box.project, 'state'))
    const done = box.run('cat state; echo evil > state', ['--keep', './state'])
    expect(done.err).toContain('it is reached by a link that can be replaced inside')
    expect(done.out).toBe('')
    expect(readFileSync(join(box.home, '.bashrc'), 'utf8')).toBe('mine\n')
    rmSync(join(box.project, 'state'))
  })

  test('that take the place of a folder meanwhile are not followed', async () => {
    const [deep, victim] = [join(box.home, 'deep'), join(box.home, 'victims')]
    box.plant('deep/state', 'old\n')
    box.plant('victims/state', 'old\n')
    tidy()
    const going = box.start([
      ...RUN,
      '--keep',
      '~/deep/state',
      '--',
      'sh',
      '-c',
      `echo new > ~/deep/state; ${WAIT}`,
    ])
    await until('the command', () => existsSync(join(box.project, 'ready')) || undefined)
    rmSync(deep, { recursive: true })
    symlinkSync(victim, deep)
    writeFileSync(join(box.project, 'go'), '')
    await going.exited
    expect(await new Response(going.stderr).text()).toContain('its folder cannot be written')
    expect([readFileSync(join(victim, 'state'), 'utf8'), aside()]).toEqual(['old\n', ['new\n']])
    rmSync(deep)
    tidy()
  })

  test('of the box lead nowhere: a folder that it puts aside is read where it is', () => {
    box.plant('.tool/state', 'old\n')
    const script = 'mv ~/.tool ~/.aside; mkdir ~/.tool; echo new > ~/.tool/state'
    expect(box.run(script, ['--keep', '~/.tool/state']).code).toBe(0)
    expect(readFileSync(join(box.home, '.tool/state'), 'utf8')).toBe('new\n')
    const linked = box.run('mv ~/.tool ~/.aside; ln -s /etc ~/.tool', ['--keep', '~/.tool/state'])
    expect(linked.err).toContain('~/.tool/state is not written back')
    expect(readFileSync(join(box.home, '.tool/state'), 'utf8')).toBe('new\n')
  })
})

const WHY_ROOT = IS_ROOT ? '' : ' (skipped: root alone can mount one)'

describe.skipIf(!IS_ROOT)(`a disk${WHY_ROOT}`, () => {
  /** jail in a mount namespace with a small file system at ~/small. */
  const onSmall = (options: string, script: string): Done =>
    box.command([
      ...['unshare', '--mount', 'sh', '-c'],
      `mount -t tmpfs -o size=64k small ${box.home}/small && echo old > ${box.home}/small/state && ${options}
       ${JAIL} run --keep ~/small/state -- sh -c '${script}' 2>&1; echo "code $?"; cat ${box.home}/small/state`,
    ])
  beforeEach(() => mkdirSync(join(box.home, 'small'), { recursive: true }))

  test('that is not full takes the file', () => {
    expect(onSmall('', 'echo new > ~/small/state').out).toEndWith('code 0\nnew\n')
  })

  test('that is full keeps the old file, and what the box left is laid aside', () => {
    const done = onSmall('', 'yes new | head -c 90000 > ~/small/state')
    expect(done.out).toContain('the new content cannot be written (errno 28, no space is left)')
    expect(done.out).toEndWith('code 0\nold\n')
    expect(aside().map((text) => text.length)).toEqual([90_000])
  })

  test('that is read-only stops the start', () => {
    const done = onSmall(`mount -o remount,ro ${box.home}/small;`, 'echo ran')
    expect(done.out).toContain('small/state cannot be kept: its folder cannot be written (errno 30)')
    expect(done.out).toEndWith('code 125\nold\n')
  })
})

test.skipIf(IS_ROOT)('a folder that you cannot write stops the start (root can write it)', () => {
  box.plant('closed/state', 'old\n')
  chmodSync(join(box.home, 'closed'), 0o500)
  const done = box.run('echo ran', ['--keep', '~/closed/state'])
  chmodSync(join(box.home, 'closed'), 0o700)
  expect(done.err).toContain('cannot be kept: its folder cannot be written (errno 13)')
  expect([done.code, done.out]).toEqual([125, ''])
})

test.skipIf(!IS_ROOT)('the owner stays (root alone can show it)', () => {
  chownSync(STATE, 7, 8)
  chmodSync(STATE, 0o666)
  expect(box.run('echo new > ~/.t && mv ~/.t ~/.state', KEEP).code).toBe(0)
  expect(statSync(STATE)).toMatchObject({ uid: 7, gid: 8 })
  expect(now()).toBe('new\n')
})

/** Kills at moments spread over a whole run: the host has the old file or the new one, whole. */
test(
  'a kill -9 at any moment leaves the old file or the new one',
  async () => {
    const { killed, old, fresh } = await killKeeping(box, 12)
    expect(old + fresh).toBe(killed)
    expect(leftovers()).toEqual([])
  },
  LONG,
)

describe('what cannot be kept stops the start', () => {
  const refused = (path: string): Done => box.run('echo ran', ['--keep', path])

  test.each([
    [
      'a folder',
      () => mkdirSync(join(box.home, 'docs'), { recursive: true }),
      '~/docs',
      'only files can be kept',
    ],
    ['a pipe', () => Bun.spawnSync(['mkfifo', join(box.home, 'pipe')]), '~/pipe', 'is no regular file'],
    [
      'a setuid program',
      () => {
        chmodSync(box.plant('su', 'x'), 0o4755)
      },
      '~/su',
      'setuid or setgid program',
    ],
    [
      'a file with another name',
      () => linkSync(box.plant('one', 'x'), join(box.home, 'two')),
      '~/one',
      'has 2 names (hard links)',
    ],
    [
      'a file that is too large',
      () => box.plant('large', 'x'.repeat(2 ** 24 + 1)),
      '~/large',
      'more than 16777216 bytes',
    ],
    [
      "jail's own settings",
      () => box.plant('.config/jail/config.yaml', ''),
      '~/.config/jail/config.yaml',
      "jail's own",
    ],
    [
      "jail's own settings that are not there",
      () => rmSync(join(box.home, '.config/jail/config.yaml')),
      '~/.config/jail/config.yaml',
      "jail's own",
    ],
  ])('%s', (_, prepare, path, says) => {
    prepare()
    const done = refused(path)
    expect([done.code, done.out]).toEqual([125, ''])
    expect(done.err).toContain(says)
  })
})
