import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'
import { settingsFix } from '../settings-fix.ts'

export const check = defineCheck({
  id: 'trust.project-file',
  title: 'Is the file of settings in this project good?',
  needs: ['settings'],
  judge: ({ settings }) => {
    const file = settings.find(({ kind }) => kind === 'project')
    if (file === undefined || file.state === 'absent') return ok('there is none')
    if (file.state === 'unallowed')
      return warn(
        (file.sentence ?? file.path).replace(/ It opens:$/, ''),
        'a start here asks first, and stops where nobody can be asked',
        settingsFix(file),
      )
    return file.state === 'ok'
      ? ok(`${file.path} is good, and what it opens is allowed`)
      : fail(file.sentence ?? file.path, 'jail starts nothing in this project', settingsFix(file))
  },
})
