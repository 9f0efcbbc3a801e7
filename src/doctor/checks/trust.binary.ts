import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'trust.binary',
  title: 'Can others change the jail that you start?',
  needs: ['jail', 'project'],
  judge: ({ jail, project }) => {
    if (jail.distrust !== null)
      return warn(jail.distrust, 'whoever can change the program that makes the jail decides what it does', {
        text: `Give it to yourself or root alone: ls -l ${jail.binary}`,
        url: 'https://man7.org/linux/man-pages/man1/chmod.1.html',
      })
    if (jail.binary.startsWith(`${project.path}/`))
      return warn(
        `${jail.binary} lies in this project`,
        'a jailed program can write the project, and so the jail that you start next',
        {
          text: 'Start a copy of it that lies elsewhere.',
          commands: [`install -D ${quoted(jail.binary)} ~/.local/bin/jail`],
          url: 'https://man7.org/linux/man-pages/man1/install.1.html',
        },
      )
    return ok(`${jail.binary} ${jail.version}`)
  },
})
