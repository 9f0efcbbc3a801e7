import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentCase } from './support/agent-case.ts'
import { AGENTS } from './support/agent-cases.ts'
import { converse, converseInTerminal, makePlace } from './support/agents.ts'
import { type Done, JAIL } from './support/box.ts'
import { CLOSING_WORD } from './support/model-formats.ts'

const KEY = 'canary-key-71c9'
const FIRST = 'first-words-2f6a'
const SECOND = 'second-words-9d03'
// Gemini refuses substitutions such as $(…) in a command even when it asks for nothing else.
const PLANTED = 'planted-by-the-model-8e5b'
const COMMAND = 'uname -n; cat ~/.ssh/id_ed25519; echo written >>from-inside'

/** Writes, or makes, all that the agent would run later on the host. */
function attackOf({ runsLater }: AgentCase): string {
  const files = runsLater.map((path) => `~/${path}`)
  return `mkdir -p ${files.map(dirname).join(' ')}; echo ${PLANTED} | tee -a ${files.join(' ')}`
}

const SAID_ALL = { code: 0, out: expect.stringContaining(CLOSING_WORD), err: expect.any(String) }

// All runs are made first: what they leave can only be judged when they are over, and a run takes seconds.
describe.each(AGENTS.map((agent) => [agent.name, agent] as const))('%s', (name, agent: AgentCase) => {
  let place: ReturnType<typeof makePlace>
  let first: Done
  let second: Done | undefined
  let keptByFirst: string[]
  let askedByFirst: number
  const files = () => readdirSync(place.box.home, { recursive: true }).map(String)

  beforeAll(
    async () => {
      place = makePlace(agent, `${COMMAND}; ${attackOf(agent)}`)
      const { box, api } = place
      box.plant('.ssh/id_ed25519', KEY, 0o600)
      const say = (words: string[]) => converse(box, [JAIL, 'run', name, ...words], agent.timeoutMs)
      first = await say(agent.first(FIRST))
      keptByFirst = files()
      askedByFirst = api.requests().length
      const again = agent.again(SECOND, box.home)
      if (!agent.againInTerminal) second = await say(again)
      else
        await converseInTerminal(box, [JAIL, 'run', name, ...again], {
          isDone: () => api.toolResults().length > 1,
          limitMs: agent.timeoutMs,
          typed: { after: FIRST, text: `please ${SECOND}` },
        })
    },
    2 * agent.timeoutMs + 30_000,
  )
  afterAll(() => {
    place.api.stop()
    place.box.remove()
  })

  test('answers, and runs a command without asking for permission', () => {
    expect(first).toEqual(SAID_ALL)
    expect(place.api.toolResults()[0]).toMatch(/(\b|\\n)jail(\n|\\n)/)
    expect(place.box.outside('uname -n').out).not.toBe('jail\n')
  })

  test('has its command read no key, which a command outside does', () => {
    expect(place.api.toolResults().join()).toContain('.ssh/id_ed25519: No such file or directory')
    expect(place.api.requests().join()).not.toContain(KEY)
    expect(place.box.outside('cat ~/.ssh/id_ed25519').out).toBe(KEY)
  })

  test('has its command write the project, and nothing else appears there', () => {
    expect(readFileSync(join(place.box.project, 'from-inside'), 'utf8')).toBe('written\nwritten\n')
    expect(place.box.outside('git status --porcelain --ignored').out).toBe('?? from-inside\n')
  })

  test('stores its session, which a second run goes on with', () => {
    const evidence = new Bun.Glob(agent.sessionEvidence)
    expect(keptByFirst.filter((path) => evidence.match(path))).not.toBeEmpty()
    if (!agent.againInTerminal) expect(second).toEqual(SAID_ALL)
    const asked = place.api.requests().slice(askedByFirst).join()
    expect(asked).toContain(SECOND)
    expect(asked).toContain(FIRST)
    expect(asked).toContain('.ssh/id_ed25519: No such file or directory')
    expect(place.api.toolResults()).toHaveLength(2)
  })

  test('has its command change nothing that the agent would run later, which a command outside does', () => {
    const read = () => agent.runsLater.map((path) => place.box.outside(`cat ~/${path}`).out)
    expect(read().filter((text) => text.includes(PLANTED))).toEqual([])
    place.box.outside(attackOf(agent))
    expect(read().filter((text) => !text.includes(PLANTED))).toEqual([])
  })

  test('leaves nothing outside of the project but its own state', () => {
    const own = [...agent.state, '.local/state/jail', '.ssh', 'src']
    const folders = own.flatMap((path) =>
      path.split('/').map((_, end, parts) => parts.slice(0, end).join('/')),
    )
    const isOwn = (path: string) => own.some((folder) => path === folder || path.startsWith(`${folder}/`))
    expect(files().filter((path) => !isOwn(path) && !folders.includes(path))).toEqual([])
    expect(readdirSync(join(place.box.top, 'tmp'))).toEqual([])
  })
})

// What is closed is made then, and the agent finds it there before it was ever run.
describe.each(AGENTS.flatMap((agent) => ('bare' in agent ? [[agent.name, agent, agent.bare] as const] : [])))(
  '%s in an empty home',
  (name, agent: AgentCase, bare) => {
    let place: ReturnType<typeof makePlace>
    beforeAll(() => {
      place = makePlace({ ...agent, home: () => ({}), env: bare.env }, 'uname -n')
    })
    afterAll(() => {
      place.api.stop()
      place.box.remove()
    })

    test('starts, runs a command, and goes on with its session', async () => {
      const { box, api } = place
      expect(readdirSync(box.home)).toEqual(['src'])
      for (const words of [agent.first(FIRST), agent.again(SECOND, box.home)]) {
        const argv = [JAIL, 'run', name, ...bare.words(api.url), ...words]
        expect(await converse(box, argv, agent.timeoutMs)).toEqual(SAID_ALL)
      }
      for (const result of api.toolResults()) expect(result).toMatch(/\bjail\b/)
      expect(api.toolResults()).toHaveLength(2)
      expect(api.requests().at(-1)).toContain(FIRST)
    }, 120_000)
  },
)

describe('claude and ~/.claude.json', () => {
  const claude = AGENTS[0]
  let place: ReturnType<typeof makePlace>
  beforeAll(() => {
    place = makePlace(claude, 'cat ~/.claude.json')
  })
  afterAll(() => {
    place.api.stop()
    place.box.remove()
  })

  test('it is changed inside, and stays as it is outside', async () => {
    const { box, api } = place
    const planted = JSON.stringify({ numStartups: 41, hasCompletedOnboarding: true })
    const path = box.plant('.claude.json', planted, 0o600)
    const done = await converse(box, [JAIL, 'run', 'claude', ...claude.first('words')], claude.timeoutMs)
    expect(done).toEqual(SAID_ALL)
    const inside = JSON.parse(api.toolResults()[0] ?? '')
    expect(inside).toMatchObject({ numStartups: 41, firstStartTime: expect.any(String) })
    expect(readFileSync(path, 'utf8')).toBe(planted)
    expect(box.outside('find ~ -maxdepth 1 -name ".claude.json*"').out).toBe(`${path}\n`)
  }, 90_000)

  test('kept, it has outside what claude left, which the review tells', async () => {
    const { box } = place
    rmSync(join(box.home, '.claude.json'))
    const path = box.plant('.claude.json', JSON.stringify({ numStartups: 41 }), 0o640)
    const keep = ['--keep', '~/.claude.json']
    const done = await converse(
      box,
      [JAIL, 'run', ...keep, 'claude', ...claude.first('words')],
      claude.timeoutMs,
    )
    expect(done).toEqual(SAID_ALL)
    expect(done.err).toContain('~/.claude.json has changed: claude starts the servers in it')
    const left = JSON.parse(readFileSync(path, 'utf8'))
    expect(left).toMatchObject({
      numStartups: 41,
      userID: expect.any(String),
      firstStartTime: expect.any(String),
    })
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(box.outside('find ~ -maxdepth 1 -name ".*.json*" -o -maxdepth 1 -name ".jail*"').out).toBe(
      `${path}\n`,
    )
  }, 90_000)
})

// With the command named by hand a profile adds no arguments: the agent is then as careful as without a jail.
describe.each([AGENTS[0], AGENTS[1]])('$name without the arguments of its profile', (agent) => {
  let place: ReturnType<typeof makePlace>
  beforeAll(() => {
    place = makePlace(agent, COMMAND)
  })
  afterAll(() => {
    place.api.stop()
    place.box.remove()
  })

  test('does not run the command, so it is the profile that lets it', async () => {
    const { box, api } = place
    const words = ['run', '--profile', agent.name, agent.name, ...agent.first(FIRST)]
    expect(await converse(box, [JAIL, ...words], agent.timeoutMs)).toEqual(SAID_ALL)
    expect(api.toolResults()).toHaveLength(1)
    expect(api.toolResults()[0]).not.toMatch(/\bjail\n/)
    expect(box.outside('ls').out).toBe('')
  }, 90_000)
})
