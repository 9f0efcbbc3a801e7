import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'
import { settingsFix } from '../settings-fix.ts'

export const check = defineCheck({
  id: 'trust.settings',
  title: 'Are your settings and those of the administrator good?',
  needs: ['settings'],
  judge: ({ settings }) => {
    const own = settings.filter(({ kind }) => kind !== 'project')
    const bad = own.filter(({ state }) => state === 'wrong' || state === 'unreadable')
    const [first, ...more] = bad
    if (first)
      return fail(
        `${first.sentence ?? first.path}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
        'jail starts nothing that would read it',
        settingsFix(first),
      )
    const count = own.filter(({ state }) => state === 'ok').length
    return ok(count === 0 ? 'there are none' : `${count} ${count === 1 ? 'file' : 'files'}, all good`)
  },
})
