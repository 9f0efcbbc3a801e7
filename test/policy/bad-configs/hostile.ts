import type { BadConfig } from './row.ts'

const DEEP = 'lists and maps lie too deep in each other.'
const DEEP_FIX = 'No setting needs it: look for a bracket or a dash too many.'
const LONG_FIX = 'Shorten it: no policy needs this much.'
const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

/** Files that are made to take memory, time or the stack. Each must end in its sentence, and soon. */
export const HOSTILE: readonly BadConfig[] = [
  [
    'a billion laughs',
    `a: &a [x]\n${many(30, (n) => `b${n}: &b${n} [*a, *a, *a]`)}`,
    'policy.yaml',
    'c.yaml:1:4: an anchor (&) stands here, and jail reads none.',
    'Write the value out. To begin a text with &, put it in quotes.',
  ],
  ['100,000 brackets', '['.repeat(100_000), 'policy.yaml', `c.yaml:1:24: ${DEEP}`, DEEP_FIX],
  [
    '100,000 brackets that are closed',
    `read: ${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'policy.yaml',
    `.jail.yaml:1:29: ${DEEP}`,
    DEEP_FIX,
  ],
  ['100,000 braces', '{'.repeat(100_000), 'policy.yaml', `c.yaml:1:24: ${DEEP}`, DEEP_FIX],
  ['100,000 maps in each other', 'a: {'.repeat(100_000), 'policy.yaml', `c.yaml:1:92: ${DEEP}`, DEEP_FIX],
  ['100,000 dashes', '- '.repeat(100_000), 'policy.yaml', `c.yaml:1:47: ${DEEP}`, DEEP_FIX],
  ['100,000 question marks', '? '.repeat(100_000), 'policy.yaml', `c.yaml:1:47: ${DEEP}`, DEEP_FIX],
  [
    'a stair of 1400 maps',
    many(1400, (n) => `${' '.repeat(n)}a:`),
    'policy.yaml',
    `c.yaml:24:24: ${DEEP}`,
    DEEP_FIX,
  ],
  [
    '60,000 words',
    many(60_000, (n) => `k${n}: v`),
    'policy.yaml',
    'c.yaml:7143:8: the file goes on for too long.',
    LONG_FIX,
  ],
  [
    '60,000 paths',
    `hide:\n${many(60_000, (n) => `  ~/${n}: v`)}`,
    'policy.yaml',
    '.jail.yaml:6251:9: the file goes on for too long.',
    LONG_FIX,
  ],
  [
    'a million quotes',
    '"'.repeat(1_000_000),
    'policy.yaml',
    'c.yaml:1:99999: the file goes on for too long.',
    LONG_FIX,
  ],
  [
    'a list of 100,000',
    `read: [${'~/x, '.repeat(100_000)}]`,
    'policy.yaml',
    'c.yaml:1:62501: the file goes on for too long.',
    LONG_FIX,
  ],
  [
    '100,000 documents',
    '---\n'.repeat(100_000),
    'policy.yaml',
    'c.yaml:25000:4: the file goes on for too long.',
    LONG_FIX,
  ],
  [
    'a key of a million letters',
    `${'k'.repeat(1_000_000)}: x`,
    'policy.yaml',
    'c.yaml:1:1: a key is longer than 1024 characters.',
    'Shorten it, or look for a missing line break.',
  ],
  [
    'a value of a million letters, which is not printed whole',
    `network: ${'x'.repeat(1_000_000)}`,
    'policy.value',
    `c.yaml:1:10: network is "${'x'.repeat(80)}…", but it must be open or none.`,
    'Write network: open, or network: none',
  ],
  [
    'a slip of a million letters, which is not printed whole',
    `limits: {? ${'x'.repeat(1_000_000)} : 1}`,
    'policy.unknown-key',
    `c.yaml:1:12: there is no word "${'x'.repeat(80)}…" in limits.`,
    'The words here are: tmp, memory, processes.',
  ],
]
