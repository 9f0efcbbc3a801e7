import { JailError } from '../errors.ts'

/** The limit of open files stops a start (getrlimit(2), RLIMIT_NOFILE): said the same wherever it is met first. */
export function tooFewFiles(): JailError {
  return new JailError('launch.descriptors', 'Too few files may be open for a start, which takes about 50.', {
    fix: 'Type: ulimit -n 1024',
  })
}

/** The limit of processes, or that of a control group, stops a start (fork(2) EAGAIN). */
export function tooManyProcesses(): JailError {
  return new JailError('launch.processes', 'The limit of processes is reached, so nothing can be started.', {
    fix: 'Type: ulimit -u; end some processes, or raise the limit in /etc/security/limits.conf.',
  })
}

/** What Bun says when it cannot start a program for a limit; undefined when the program itself is to blame. */
export function limitReached(error: unknown): JailError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EMFILE') return tooFewFiles()
  return code === 'EAGAIN' ? tooManyProcesses() : undefined
}
