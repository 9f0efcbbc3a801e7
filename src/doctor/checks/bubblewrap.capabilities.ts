import { mendOf } from '../../diagnose/cause.ts'
import { fileCapabilities } from '../../diagnose/program.ts'
import { defineCheck } from '../check.ts'
import { fail, info, ok, warn } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'
import { isBlamed } from '../suspect.ts'

export const check = defineCheck({
  id: 'bubblewrap.capabilities',
  title: 'Does bubblewrap start without capabilities?',
  needs: ['bwrap', 'process', 'live'],
  judge({ bwrap, process, live }) {
    if (bwrap.state !== 'usable') return NO_BWRAP
    if (bwrap.fileCapabilities === true) {
      const seen = `${bwrap.path} has capabilities of its own`
      const mend = mendOf(fileCapabilities({ bwrapPath: bwrap.path }))
      return isBlamed(live, ['file-capabilities'])
        ? fail(seen, 'bubblewrap refuses to start so ("Unexpected capabilities")', mend)
        : warn(seen, 'bubblewrap refuses to start so for all but root', mend)
    }
    if (process.ambient !== null && !isEmpty(process.ambient))
      return info(
        `this session gives each program the capabilities ${process.ambient.replace(/^0+/, '0x')}`,
        'bubblewrap alone refuses to start so; jail clears them first',
        'https://man7.org/linux/man-pages/man7/capabilities.7.html',
      )
    if (bwrap.fileCapabilities === null)
      return { status: 'unknown', seen: `the capabilities of ${bwrap.path} cannot be read` }
    return ok('neither its file nor this session gives it any')
  },
})

function isEmpty(set: string): boolean {
  return /^0*$/.test(set)
}
