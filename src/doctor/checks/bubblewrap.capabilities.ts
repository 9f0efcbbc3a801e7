import { mendOf } from '../../diagnose/cause.ts'
import { fileCapabilities } from '../../diagnose/program.ts'
import { defineCheck } from '../check.ts'
import { fail, info, ok } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'

export const check = defineCheck({
  id: 'bubblewrap.capabilities',
  title: 'Does bubblewrap start without capabilities?',
  needs: ['bwrap', 'process'],
  judge({ bwrap, process }) {
    if (bwrap.state !== 'usable') return NO_BWRAP
    if (bwrap.fileCapabilities === true)
      return fail(
        `${bwrap.path} has capabilities of its own`,
        'bubblewrap refuses to start so ("Unexpected capabilities")',
        mendOf(fileCapabilities({ bwrapPath: bwrap.path })),
      )
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
