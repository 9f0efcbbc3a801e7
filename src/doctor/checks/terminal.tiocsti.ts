import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'terminal.tiocsti',
  title: 'Can programs type into your terminal?',
  needs: ['terminal'],
  judge({ terminal: { legacyTiocsti } }) {
    if (legacyTiocsti === 'unread')
      return { status: 'unknown', seen: 'dev.tty.legacy_tiocsti cannot be read without /proc' }
    return legacyTiocsti === false
      ? ok('the kernel refuses it (dev.tty.legacy_tiocsti is 0)')
      : info(
          legacyTiocsti === null
            ? 'this kernel always allows it (before Linux 6.2)'
            : 'dev.tty.legacy_tiocsti is 1',
          "jailed programs cannot: jail's filter refuses TIOCSTI; other programs of yours can",
          'https://docs.kernel.org/admin-guide/sysctl/kernel.html',
        )
  },
})
