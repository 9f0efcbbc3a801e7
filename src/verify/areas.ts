/** The areas of probes, in the order in which they are shown; a probe's id begins with its area. */
export const AREAS = {
  home: 'secrets of the home folder',
  write: 'writing outside of the project',
  persist: 'leaving something behind that runs later',
  kernel: 'the way through the kernel',
  see: 'looking at the host',
  net: 'reaching services of the host',
  env: 'secrets in the environment',
  life: 'how it ends',
  limits: 'using the machine up',
  works: 'what must still work',
} as const satisfies Readonly<Record<string, string>>

export type Area = keyof typeof AREAS
