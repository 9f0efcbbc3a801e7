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

/** What the start shim reported: the errno of a failed execve(2), or undefined. */
export function parseReport(bytes: Uint8Array): {
  readonly text: string
  readonly execErrno: number | undefined
} {
  // bwrap's own words end in a newline, which is no errno of execve(2).
  const failed = bytes.length >= 2 && bytes[bytes.length - 2] === 0x45 && bytes[bytes.length - 1] !== 0x0a
  const text = new TextDecoder().decode(failed ? bytes.subarray(0, -2) : bytes)
  return { text, execErrno: failed ? bytes[bytes.length - 1] : undefined }
}
