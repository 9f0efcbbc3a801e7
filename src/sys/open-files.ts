import { JailError } from '../errors.ts'

/** The limit of open files stops a start (getrlimit(2), RLIMIT_NOFILE): said the same wherever it is met first. */
export function tooFewFiles(): JailError {
  return new JailError('launch.descriptors', 'Too few files may be open for a start, which takes about 50.', {
    fix: 'Type: ulimit -n 1024',
  })
}

/** Whether Bun could not start a program for want of a descriptor. */
export function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EMFILE'
}
