/** What mends a finding: words for a person, and commands that `--fix` may run one by one after it has asked. */
export type Fix = {
  readonly text: string
  /** Whole commands as a person would type them, in order. */
  readonly commands?: readonly string[]
  /** The commands need root; `sudo` is put in front for others. */
  readonly root?: boolean
  /** The upstream document that says so. */
  readonly url: string
}

/** What one check found. A failing finding without a fix does not compile. */
export type Finding =
  | { readonly status: 'ok'; readonly seen: string }
  /** `info`: nothing to mend, good to know. */
  | { readonly status: 'info'; readonly seen: string; readonly means: string; readonly url?: string }
  | { readonly status: 'warn' | 'fail'; readonly seen: string; readonly means: string; readonly fix: Fix }
  /** `unknown`: a fact could not be read. `crash`: the check itself failed, `stack` says where. */
  | { readonly status: 'unknown'; readonly seen: string }
  | { readonly status: 'crash'; readonly seen: string; readonly stack: string }

export type Status = Finding['status']

export const ok = (seen: string): Finding => ({ status: 'ok', seen })
export const info = (seen: string, means: string, url?: string): Finding => ({
  status: 'info',
  seen,
  means,
  ...(url === undefined ? {} : { url }),
})
export const warn = (seen: string, means: string, fix: Fix): Finding => ({ status: 'warn', seen, means, fix })
export const fail = (seen: string, means: string, fix: Fix): Finding => ({ status: 'fail', seen, means, fix })
