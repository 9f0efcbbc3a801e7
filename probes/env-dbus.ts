import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-dbus',
  claim: 'DBUS_SESSION_BUS_ADDRESS is not passed.',
  name: 'DBUS_SESSION_BUS_ADDRESS',
})
