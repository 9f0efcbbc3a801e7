/** The groups of checks, in the order in which they are shown; the names are words of the command line. */
export const GROUPS = {
  bubblewrap: 'the program that makes the jail',
  namespaces: 'what the kernel allows',
  modules: 'security modules and filters',
  surroundings: 'containers and other sandboxes around',
  paths: 'system folders and files',
  person: 'who you are',
  tools: 'Node and the tools on your PATH',
  agents: 'the agents that jail knows',
  network: 'names and networks',
  terminal: 'the terminal',
  limits: 'memory, processes and files',
  git: 'git and this project',
  trust: 'settings, secrets and sockets',
} as const satisfies Readonly<Record<string, string>>

export type Group = keyof typeof GROUPS
