import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'person.account',
  title: 'Does your uid have a name?',
  needs: ['person'],
  judge({ person: { account, uid, user } }) {
    switch (account) {
      case 'file':
        return ok(`${user} is in /etc/passwd`)
      case 'service':
        return ok(`${user} comes from another service of names; inside, /etc/passwd has the name`)
      case 'nowhere':
        return info(
          `uid ${uid} has no account`,
          `inside, jail makes one with the name ${user}, or ssh, whoami and Node would fail`,
        )
    }
  },
})
