/** The environment without names that have no value. */
export function definedEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name in env) {
    const value = env[name]
    if (value !== undefined) found[name] = value
  }
  return found
}
