import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { Box, IS_ROOT, LONG } from './support/box.ts'

/** A real browser, with its own sandbox: namespaces of users, processes and networks, and a filter of system calls. */
const isDebian = existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
const isInstalled = Bun.which('chromium') !== null
// scripts/setup installs it on Debian only: elsewhere the package has another name, or is a snap.
const isMissing = !isInstalled && !(isDebian && process.env['JAIL_MUST_WORK'])
const why = isMissing
  ? ' (skipped: chromium is not installed)'
  : IS_ROOT
    ? ' (skipped for root: Chromium refuses its sandbox to root)'
    : ''

const PAGE = 'data:text/html,<title>a page</title><script>document.write(6*7)</script>'
const DOM =
  '<html><head><title>a page</title><script>document.write(6*7)</script></head><body>42</body></html>'
const CHROMIUM = 'chromium --headless --disable-gpu --no-first-run --user-data-dir="$(mktemp -d)"'
const dump = `${CHROMIUM} --dump-dom '${PAGE}'`

/** Tells what the first renderer has that this shell has not, once it has a filter of its own (Linux 5.9 counts them). */
const LOOK = `
${CHROMIUM} --remote-debugging-port=0 '${PAGE}' 2>/dev/null & browser=$!
trap 'kill $browser; wait' EXIT
of() { grep ^Seccomp_filters /proc/$1/status; }
for look in $(seq 100); do
  for pid in $(ls /proc | grep '^[0-9]'); do
    grep -qs -- '--type=rendere[r]' /proc/$pid/cmdline || continue
    [ "$(of $pid)" != "$(of self)" ] || continue
    echo a filter of its own
    for kind in user net; do
      [ "$(readlink /proc/$pid/ns/$kind)" = "$(readlink /proc/self/ns/$kind)" ] || echo $kind namespace of its own
    done
    exit 0
  done
  kill -0 $browser || exit 1
  sleep 0.1
done
exit 1`

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const setNested = (value: boolean): string =>
  box.plant('.config/jail/config.yaml', `nested: ${value}\n`, 0o600)

describe.skipIf(isMissing || IS_ROOT)(`headless Chromium${why}`, () => {
  test(
    'shows a page in a nested box, as it does outside',
    () => {
      setNested(true)
      expect(box.outside(dump).out.trim()).toBe(DOM)
      expect(box.run(dump).out.trim()).toBe(DOM)
    },
    LONG,
  )

  test(
    'has its sandbox on there: the renderer has a filter, and namespaces of its own',
    () => {
      setNested(true)
      const own = 'a filter of its own\nuser namespace of its own\nnet namespace of its own\n'
      expect(box.run(LOOK)).toMatchObject({ code: 0, out: own })
    },
    LONG,
  )

  test(
    'finds no sandbox in a plain box and stops, and shows the page there without one',
    () => {
      setNested(false)
      const refused = box.run(dump)
      expect(refused.out).toBe('')
      expect(refused.err).toContain('No usable sandbox!')
      expect(box.run(dump.replace('--headless', '--headless --no-sandbox')).out.trim()).toBe(DOM)
    },
    LONG,
  )
})

test.skipIf(isMissing || !IS_ROOT)(
  `Chromium refuses its sandbox to root, in a nested box as outside${isMissing ? why : ''}`,
  () => {
    setNested(true)
    for (const done of [box.outside(dump), box.run(dump)])
      expect(done.err).toContain('Running as root without --no-sandbox is not supported')
  },
  LONG,
)
