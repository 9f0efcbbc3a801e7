import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { Box, JAIL, until } from './support/box.ts'
import { endAll, gone, processesWith } from './support/processes.ts'
import { Terminal } from './support/terminal.ts'

// What is typed is shown as well: each test waits for what only the answer can be, such as a sum.

const MARKS = `79${process.pid}`
/** A number that sleep takes, and that only processes of this test have on their lines. */
let mark = ''
let count = 0
let box: Box
let terminal: Terminal
beforeAll(() => {
  box = new Box()
  box.plant('.bashrc', "PS1='inside> '\n")
})
beforeEach(() => {
  mark = `${MARKS}${++count}`
})
afterEach(() => terminal.remove())
afterAll(() => {
  endAll(MARKS)
  box.remove()
})

/** Waits until so many of this test's sleeps run. */
async function sleeping(wanted: number): Promise<void> {
  const running = () => processesWith(mark).filter(({ line }) => /^(\S*\/)?sleep \S+$/.test(line)).length
  await until('sleep', () => (running() === wanted ? true : undefined))
}

describe('jail shell', () => {
  // The code is shown by a shell around it, since tmux now and then loses that of its own process.
  const REPORTING = ['sh', '-c', '"$@"; echo "ended with $?"; exec cat', 'sh']
  const open = async (around: readonly string[] = REPORTING): Promise<void> => {
    terminal = new Terminal(box, [...around, JAIL, 'shell'], { SHELL: '/bin/bash' })
    await terminal.shows(/^inside>$/m)
  }

  test('shows the prompt of ~/.bashrc, runs what is typed, and passes on its exit code', async () => {
    await open()
    terminal.type('echo $((20 + 3)) $(uname -n)')
    await terminal.shows(/^23 jail$/m)
    terminal.type('exit 7')
    await terminal.shows(/^ended with 7$/m)
  })

  test('ends with Ctrl-D', async () => {
    await open()
    terminal.press('C-d')
    await terminal.shows(/^ended with 0$/m)
  })

  test('is told of a new size', async () => {
    await open()
    terminal.type('stty size; echo "$COLUMNS x $LINES"')
    await terminal.shows(/^24 80\n80 x 24$/m)
    terminal.resize(100, 30)
    terminal.type('stty size; echo "$COLUMNS x $LINES"')
    await terminal.shows(/^30 100\n100 x 30$/m)
    terminal.type(
      `bash -c "trap 'echo now \\$(stty size)' WINCH; echo re''ady; while :; do sleep 0.05; done"`,
    )
    await terminal.shows(/^ready$/m)
    terminal.resize(90, 20)
    await terminal.shows(/^now 20 90$/m)
  })

  test('lives on when Ctrl-C interrupts what runs in it', async () => {
    await open()
    terminal.type(`sleep ${mark}`)
    await sleeping(1)
    terminal.press('C-c')
    terminal.type('echo code $?')
    await terminal.shows(/^code 130$/m)
    await gone(mark, 2000)
  })

  test('has job control: Ctrl-Z stops what runs in it, bg and fg go on with it', async () => {
    await open()
    // What is typed before the shell gives the terminal away may be lost to its line editor.
    terminal.type("echo rea''dy; cat")
    await terminal.shows(/^ready$/m)
    terminal.type('one')
    await terminal.shows(/^one\none$/m)
    terminal.press('C-z')
    await terminal.shows(/^\[1\]\+ +Stopped +cat$/m)
    terminal.type('echo $((6 * 7)); fg')
    await terminal.shows(/^42\ncat$/m)
    terminal.type('two')
    await terminal.shows(/^two\ntwo$/m)
    terminal.press('C-d')
    terminal.type('echo code $?')
    await terminal.shows(/^code 0$/m)
  })

  test('has /dev/tty for reading and writing, and three standard streams that are terminals', async () => {
    await open()
    terminal.type('echo rea""dy; read answer </dev/tty; echo "<$answer>" >/dev/tty')
    await terminal.shows(/^ready$/m)
    terminal.type('typed')
    await terminal.shows(/^<typed>$/m)
    terminal.type('test -t 0 && test -t 1 && test -t 2; echo code $?; tput cols')
    await terminal.shows(/^code 0\n80$/m)
  })

  test.each([
    ['of a shell', REPORTING],
    ['that it was started in itself', []],
  ])('ends with all that runs in it when the terminal %s is closed', async (_, around) => {
    await open(around)
    terminal.type(`sleep ${mark} & sleep ${mark}`)
    await sleeping(2)
    terminal.close()
    await gone(mark, 2000)
    await until('the end of jail', () => (terminal.lives() ? undefined : true), 2000)
  })
})

describe('jail run in a shell of the host', () => {
  const open = async (): Promise<void> => {
    terminal = new Terminal(box, ['bash', '--norc'], { PS1: 'outside> ', JAIL })
    await terminal.shows(/^outside>$/m)
  }

  test('stops with Ctrl-Z, and goes on with fg', async () => {
    await open()
    terminal.type('"$JAIL" run -- cat')
    terminal.type('one')
    await terminal.shows(/^one\none$/m)
    terminal.press('C-z')
    await terminal.shows(/^\[1\]\+ +Stopped /m)
    terminal.type('echo $((6 * 7)); fg')
    await terminal.shows(/^42$/m)
    terminal.type('two')
    await terminal.shows(/^two\ntwo$/m)
    terminal.press('C-d')
    terminal.type('echo code $?')
    await terminal.shows(/^code 0$/m)
  })

  test('goes on with bg as well, and its end is reported', async () => {
    await open()
    terminal.type(`"$JAIL" run -- sleep 1.${mark}`)
    await sleeping(1)
    terminal.press('C-z')
    await terminal.shows(/^\[1\]\+ +Stopped /m)
    terminal.type('bg; wait; echo code $?')
    await terminal.shows(/^code 0$/m)
  })

  test.each([
    ['C-c', 130],
    ['C-\\', 131],
  ])('ends with %s, and the shell sees %d', async (key, code) => {
    await open()
    terminal.type(`"$JAIL" run -- sleep ${mark}`)
    await sleeping(1)
    terminal.press(key)
    terminal.type('echo code $?')
    await terminal.shows(new RegExp(`^code ${code}$`, 'm'))
    await gone(mark, 2000)
  })

  test('Ctrl-C reaches the command once, which may do with it what it likes', async () => {
    await open()
    const trap =
      "n=0; trap 'n=$((n+1)); echo caught $n' INT; echo rea''dy; while [ $n -lt 3 ]; do sleep 0.05; done; exit 9"
    terminal.type(`"$JAIL" run -- bash -c "${trap.replaceAll('$', '\\$')}"`)
    await terminal.shows(/^ready$/m)
    for (const nth of [1, 2, 3]) {
      terminal.press('C-c')
      await terminal.shows(new RegExp(`caught ${nth}$`, 'm'))
      await Bun.sleep(150)
      expect(terminal.text()).not.toContain(`caught ${nth + 1}`)
    }
    terminal.type('echo code $?')
    await terminal.shows(/^code 9$/m)
  })

  test('works in the background and in a pipe, where the terminal is not its own', async () => {
    await open()
    terminal.type('"$JAIL" run -- sh -c "exit 5" & wait $!; echo code $?')
    await terminal.shows(/^code 5$/m)
    terminal.type('echo a b | "$JAIL" run -- cat | tr " " _')
    await terminal.shows(/^a_b$/m)
  })

  test.each(['sleep', 'nohup sleep'])('ends (%s) with the terminal when that is closed', async (command) => {
    await open()
    terminal.type(`"$JAIL" run -- ${command} ${mark}`)
    await sleeping(1)
    terminal.close()
    if (command === 'sleep') await gone(mark, 2000)
    else {
      // What ignores the hang-up lives on, inside as it would outside.
      await Bun.sleep(300)
      await sleeping(1)
    }
  })

  test('leaves the terminal as it was', async () => {
    await open()
    terminal.type('stty -a >before; "$JAIL" run -- true; stty -a >after; cmp before after; echo code $?')
    await terminal.shows(/^code 0$/m)
  })
})
