export type Ending = {
  /** Aborted when the person ends this process. */
  readonly stopped: AbortSignal
  /** Listens no more. Had the person ended this process, it ends now, as it would have without us. */
  readonly over: () => void
}

/** Hears the signals by which a person ends a program, so that first what runs can stop and what was made can go. */
export function hearEnd(): Ending {
  const stop = new AbortController()
  const watched = (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const).map((signal) => {
    const heard = (): void => stop.abort(signal)
    process.on(signal, heard)
    return () => process.removeListener(signal, heard)
  })
  const over = (): void => {
    for (const unwatch of watched) unwatch()
    if (stop.signal.aborted) process.kill(process.pid, stop.signal.reason as NodeJS.Signals)
  }
  return { stopped: stop.signal, over }
}
