import { JailError } from '../errors.ts'

/** A place that was not the one that was looked at any more when the box was made; `found` is what was there instead. */
export function movedPlace(path: string, found: string): JailError {
  return new JailError('launch.moved', `${path} was replaced while the box was made (${found}).`, {
    fix: 'Nothing was started. Start again; if this stays, end what changes it, such as another jail in the same folder.',
  })
}
