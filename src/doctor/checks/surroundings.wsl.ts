import { mendOf } from '../../diagnose/cause.ts'
import { surroundings } from '../../diagnose/surroundings.ts'
import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'surroundings.wsl',
  title: 'Is this WSL, and can it start programs of Windows?',
  needs: ['wsl'],
  judge({ wsl }) {
    if (wsl === null) return ok('no WSL is around jail')
    const first = wsl.generation === 1 ? surroundings({ surroundings: 'wsl1' }) : undefined
    if (first) return fail('this is WSL 1', 'no jail can be made: it has no namespaces', mendOf(first))
    if (!wsl.interop) return ok('WSL 2, and no program of Windows can be started from it')
    return warn(
      'WSL 2 with interop: programs of Windows can be started from Linux',
      'they run outside of every jail. The box has neither the sockets (/run/WSL) nor the socket family (AF_VSOCK) that start them; without interop there is nothing to hide',
      {
        text: 'If you do without them: set enabled=false below [interop] in /etc/wsl.conf, then type in Windows: wsl --shutdown',
        url: 'https://learn.microsoft.com/en-us/windows/wsl/wsl-config',
      },
    )
  },
})
