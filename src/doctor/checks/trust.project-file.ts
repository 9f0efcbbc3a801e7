import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'
import { settingsFix } from '../settings-fix.ts'

export const check = defineCheck({
  id: 'trust.project-file',
  title: 'Is the file of settings in this project good?',
  needs: ['settings'],
  judge: ({ settings }) => {
    const file = settings.find(({ kind }) => kind === 'project')
    if (file === undefined || file.state === 'absent') return ok('there is none')
    return file.state === 'ok'
      ? ok(`${file.path} tightens the runs of this project`)
      : fail(file.sentence ?? file.path, 'jail starts nothing in this project', settingsFix(file))
  },
})
