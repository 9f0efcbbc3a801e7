import { defineCheck } from '../check.ts'
import { fail, info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'paths.loader',
  title: 'Does the jail show the loader that starts programs?',
  needs: ['loaders'],
  judge({ loaders: { found, wanted } }) {
    if (wanted !== null && !found.includes(wanted)) {
      return fail(
        `/bin/sh is started by ${wanted}, which no jail shows`,
        'programs that use shared libraries do not start inside ("No such file or directory")',
        {
          text: 'Install the C library again, and put /lib and /lib64 back as the distribution has them.',
          url: 'https://man7.org/linux/man-pages/man8/ld.so.8.html',
        },
      )
    }
    if (found.length === 0)
      return info('no ELF loader is here', 'static programs start inside; others start nowhere')
    return ok(found.join(', '))
  },
})
