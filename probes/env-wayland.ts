import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-wayland',
  claim: 'WAYLAND_DISPLAY is not passed.',
  name: 'WAYLAND_DISPLAY',
})
