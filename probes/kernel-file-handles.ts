import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-file-handles',
  claim: 'A file cannot be opened by its number.',
  guards: [...ROOT_GUARDS, { row: ['open_by_handle_at'] }],
  root: true,
  attempt: () => reachesKernel('open_by_handle_at', -1, 0, 0),
})
