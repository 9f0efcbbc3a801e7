/** What a machine may be unable to hold, by the id that `accept` names: what is lost without it. */
export const WEAKENINGS = {
  seccomp: 'no filter of system calls: terminal injection and new namespaces stay possible',
  capabilities: 'capabilities of the caller stay in force inside',
  status: 'a failure of bwrap cannot be told from one of the command',
  'root-writable': 'the root folder of the box can be written',
  'nested-repositories': 'hooks and settings of git repositories below the project may be writable',
  'landlock-scopes':
    'signals to the process group of jail reach the host, and with the open network abstract unix sockets do',
  'memory-limit': 'the memory of the box is not limited',
  'processes-limit': 'the number of processes of the box is not limited',
  'tmp-size': 'the size of /tmp and the hidden home is not limited',
} as const satisfies Readonly<Record<string, string>>

export type WeakeningId = keyof typeof WEAKENINGS
