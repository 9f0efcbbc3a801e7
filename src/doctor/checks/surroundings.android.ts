import { judgeAround } from '../around.ts'
import { defineCheck } from '../check.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'surroundings.android',
  title: 'Is this no Android and no proot?',
  needs: ['surroundings', 'process', 'live'],
  judge({ surroundings, process, live }) {
    if (surroundings === 'termux' || !process.traced)
      return judgeAround({
        kinds: ['termux'],
        where: surroundings,
        live,
        fine: 'neither Android nor a tracer is around jail',
      })
    return judgeSuspect(
      {
        seen: 'another process traces jail, as proot does (TracerPid)',
        means: 'proot cannot make namespaces, so no jail can be made in it',
        mend: {
          text: 'Start jail without proot or a debugger around it; Android needs a virtual machine.',
          url: 'https://wiki.termux.com/wiki/PRoot',
        },
        causes: ['chroot', 'kernel', 'refused'],
      },
      live,
    )
  },
})
