/** Parts of a name that stand for something secret: `GITHUB_TOKEN`, `aws_secret_access_key`, `PGPASSWORD`. */
const SECRET_PARTS = ['TOKEN', 'SECRET', 'PASSWORD', 'PASSWD', 'PASSPHRASE', 'CREDENTIAL', 'APIKEY', 'COOKIE']
/** These only as a whole part, since they begin other words too: `KEYBOARD`, `PATH`, `AUTHOR`. */
const SECRET_WORDS = ['KEY', 'KEYS', 'PASS', 'PAT', 'AUTH']

/** Shorter values are no keys: `1`, `true` and the like stand in many variables. */
const SHORTEST = 8

/**
 * Of `names`, which a pattern passes, those with the value of a secret that stays outside, each with the name of that.
 * A secret is told by its name; `passed` says which names the policy passes. Without this a wide pattern would hand on
 * under one name what is kept back under another.
 */
export function twinsOf(
  names: readonly string[],
  env: Readonly<Record<string, string>>,
  passed: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (!names.some((name) => isLong(env[name]))) return found
  const secrets = new Map<string, string>()
  for (const name in env) {
    const value = env[name]
    if (value !== undefined && isLong(value) && !passed.has(name) && isSecretName(name))
      secrets.set(value, name)
  }
  for (const name of names) {
    const secret = secrets.get(env[name] ?? '')
    if (secret !== undefined) found.set(name, secret)
  }
  return found
}

function isLong(value: string | undefined): boolean {
  return value !== undefined && value.length >= SHORTEST
}

/** Whether a name is that of something secret, as people and tools name such variables. */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase()
  if (SECRET_PARTS.some((part) => upper.includes(part))) return true
  return upper.split('_').some((part) => SECRET_WORDS.includes(part))
}
