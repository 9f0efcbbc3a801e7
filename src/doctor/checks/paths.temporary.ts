import { defineCheck } from '../check.ts'
import { type Fix, fail, info, ok } from '../finding.ts'

const MADE: Fix = {
  text: 'Make it, as every system has it.',
  commands: ['install -d -m 1777 /tmp'],
  root: true,
  url: 'https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s18.html',
}

export const check = defineCheck({
  id: 'paths.temporary',
  title: 'Is there a /tmp?',
  needs: ['temporary'],
  judge({ temporary: { path, state, mount } }) {
    const means = 'bwrap sets the jail up on it, and stops without it ("Failed to mount tmpfs")'
    switch (state) {
      case 'absent':
        return fail('/tmp is not there', means, MADE)
      case 'dangling':
        return fail(`/tmp leads to ${path}, which is not there`, means, {
          ...MADE,
          commands: [`install -d -m 1777 ${path}`],
        })
      case 'other':
        return fail('/tmp is no folder', means, {
          text: 'Move it away, and type: install -d -m 1777 /tmp',
          root: true,
          url: MADE.url,
        })
      case 'silent':
        return fail(`/tmp does not answer (${mount?.type ?? 'no file system known'})`, means, {
          text: 'Mount a local file system there, such as a tmpfs.',
          url: 'https://man7.org/linux/man-pages/man5/tmpfs.5.html',
        })
      case 'unreadable':
        return { status: 'unknown', seen: '/tmp may not be looked at' }
      case 'folder':
        return mount?.noexec
          ? info('/tmp is mounted noexec', 'the jail has a /tmp of its own, in which programs can be run')
          : ok(mount === null ? '/tmp' : `/tmp on ${mount.type}`)
    }
  },
})
