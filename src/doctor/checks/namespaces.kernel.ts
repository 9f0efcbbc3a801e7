import { defineCheck } from '../check.ts'
import { type Finding, fail, ok, warn } from '../finding.ts'
import { isBlamed } from '../suspect.ts'
import { isOlder } from '../versions.ts'

const ARCHITECTURES = ['x64', 'arm64']
/** RHEL 8, the oldest kernel that a supported distribution has. */
const OLDEST = '4.18'
const CLONE = 'https://man7.org/linux/man-pages/man7/user_namespaces.7.html'

export const check = defineCheck({
  id: 'namespaces.kernel',
  title: 'Is this a kernel that jails can be made with?',
  needs: ['system', 'live'],
  judge({ system: { os, kernel, arch }, live }): Finding {
    const seen = `${os} ${kernel} ${arch}`
    if (os !== 'linux')
      return fail(seen, 'jails are made of what Linux alone has', {
        text: 'Use a Linux machine, or a virtual one.',
        url: CLONE,
      })
    if (!ARCHITECTURES.includes(arch))
      return fail(seen, 'the filter of system calls is made for x86_64 and aarch64 only', {
        text: 'Use a machine with one of these.',
        url: 'https://man7.org/linux/man-pages/man2/seccomp.2.html',
      })
    if (isBlamed(live, ['kernel']))
      return fail(`${seen} has no user namespaces`, 'no jail can be made without them (CONFIG_USER_NS)', {
        text: "Use the distribution's own kernel.",
        url: CLONE,
      })
    return isOlder(kernel, OLDEST)
      ? warn(seen, `kernels before ${OLDEST} are not tried with jail`, {
          text: 'Use a newer kernel.',
          url: CLONE,
        })
      : ok(seen)
  },
})
