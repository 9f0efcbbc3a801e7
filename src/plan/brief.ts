import type { Op } from './op.ts'

/** Where the agent is and what is refused on purpose, from the operations themselves. It is told nothing that is not true. */
export function briefText(box: {
  ops: readonly Op[]
  protectedPaths: readonly string[]
  /** git's settings, when they are read-only. */
  gitConfig: string | undefined
  isHomeHidden: boolean
  project: string
  network: 'open' | 'none'
  hostname: string
  /** Whether jail itself can be called inside. */
  canAsk: boolean
}): string {
  const writable = box.ops.filter(
    (op) => (op.kind === 'bind' && op.access === 'rw' && op.word !== 'pin') || op.word === 'keep',
  )
  return [
    '# You are inside a jail',
    '',
    'The program `jail` started you in a sandbox (bubblewrap). It is meant to be so; do not try to get out.',
    '',
    `- Project, writable: ${box.project}`,
    `- Kept after you end: ${writable.map((op) => op.path).join(', ')}`,
    '- Everything else that you can write (home, /tmp, /run) is empty at the start and thrown away at the end.',
    ...(box.isHomeHidden
      ? [
          '- The home folder of the person is hidden. A file that is missing there is hidden on purpose; do not look for it elsewhere.',
        ]
      : []),
    '- System folders are read-only. Installing packages for the whole system is refused; install into the project.',
    ...(box.protectedPaths.length > 0
      ? [
          `- Read-only in the project, because the host runs it later: ${listed(box.protectedPaths, box.project)}`,
        ]
      : []),
    ...gitLines(box.gitConfig),
    box.network === 'open' ? '- The network is that of the machine.' : '- There is no network but loopback.',
    '- New namespaces, mounts, kernel keyrings, io_uring and bpf are refused. A retry will not help.',
    '- Processes of the host cannot be seen, and all processes of the box end with you.',
    ...(box.canAsk
      ? ['- `jail why PATH` says whether PATH is visible and writable here, and which rule decided.']
      : []),
    '',
    'If the work needs something that is refused, say to the person what it is; they can grant it with `jail run --read PATH` or `--write PATH`.',
    '',
  ].join('\n')
}

/** A project of many repositories has hundreds of them. */
const MOST_LISTED = 40

function listed(paths: readonly string[], project: string): string {
  const names = paths.slice(0, MOST_LISTED).map((path) => path.slice(project.length + 1))
  return [...names, ...(paths.length > MOST_LISTED ? [`and ${paths.length - MOST_LISTED} more`] : [])].join(
    ', ',
  )
}

/** What fails because of it was measured with git 2.39; a push or a new branch itself works. */
function gitLines(config: string | undefined): string[] {
  if (config === undefined) return []
  return [
    `- ${config} is read-only on purpose, because git runs programs that it names. So \`git config\`, \`git remote add\` and \`git submodule init\` fail, and new branches are made and pushed but remember no upstream (\`git push -u\` pushes all the same). The person can lift it: \`jail run --write ${config}\`, or in a policy \`write: {${config}: why}\`.`,
  ]
}
