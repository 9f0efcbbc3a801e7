/**
 * Variables that must not get in, and what stands before the canary in each. `jail verify` and the mutation test plant
 * them. All are harmless to the programs that run with them: none leads to anything that is there.
 */
const PLANTED = {
  GITHUB_TOKEN: '',
  AWS_SECRET_ACCESS_KEY: '',
  SSH_AUTH_SOCK: '/nonexistent/',
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/',
  DISPLAY: 'localhost:9.9-',
  WAYLAND_DISPLAY: '/nonexistent/',
  XDG_RUNTIME_DIR: '/nonexistent/',
  // The loader says nothing of a folder that is not there, as it would of a library (ld.so(8)).
  LD_LIBRARY_PATH: '/nonexistent/',
  NODE_OPTIONS: '--title=',
  BUN_OPTIONS: '--title=',
  GIT_SSH_COMMAND: '/nonexistent/',
  ACME_DEPLOY_KEY: '',
} as const satisfies Readonly<Record<string, string>>

/** The name of a variable that is planted. */
export type PlantedName = keyof typeof PLANTED

/** The planted variables with this canary in each. */
export function plantedEnv(canary: string): Record<PlantedName, string> {
  const pairs = Object.entries(PLANTED).map(([name, before]) => [name, before + canary])
  return Object.fromEntries(pairs) as Record<PlantedName, string>
}
