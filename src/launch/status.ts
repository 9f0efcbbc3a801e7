/** What bwrap reported on `--json-status-fd` (bwrap(1)): `exit-code` stands there only when the command really ran. */
export type Status = { readonly childPid: number | undefined; readonly exitCode: number | undefined }

/** Reads the lines of JSON; a line cut off by a kill is left out. */
export function parseStatus(text: string): Status {
  const number = (name: string): number | undefined => {
    const key = `"${name}":`
    const at = text.indexOf(key)
    // parseInt takes the spaces before a number and stops at the comma or brace behind it.
    const value = at < 0 ? Number.NaN : Number.parseInt(text.slice(at + key.length, at + key.length + 12), 10)
    return Number.isNaN(value) ? undefined : value
  }
  return { childPid: number('child-pid'), exitCode: number('exit-code') }
}

/** What a shim could not do: start the command, start bwrap, set the Landlock scopes, or limit the processes. */
export type ShimFailure = {
  readonly what: 'command' | 'bwrap' | 'scopes' | 'processes'
  readonly errno: number
}

/** What the shims reported, by a letter and the errno at the end of bwrap's own words. */
export function parseReport(bytes: Uint8Array): {
  readonly text: string
  readonly failure: ShimFailure | undefined
} {
  const what = WHAT[bytes.at(-2) ?? 0]
  const errno = bytes.at(-1)
  // bwrap's own words end in a newline, which is no errno of these calls.
  const failure = what === undefined || errno === undefined || errno === 0x0a ? undefined : { what, errno }
  return { text: new TextDecoder().decode(failure ? bytes.subarray(0, -2) : bytes), failure }
}

/** E, B, L and P. */
const WHAT: Readonly<Record<number, ShimFailure['what']>> = {
  69: 'command',
  66: 'bwrap',
  76: 'scopes',
  80: 'processes',
}
