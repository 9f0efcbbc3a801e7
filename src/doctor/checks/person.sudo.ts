import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'person.sudo',
  title: 'Is HOME yours also under sudo?',
  needs: ['person'],
  judge({ person: { sudo, uid, home } }) {
    if (sudo === null) return ok('not under sudo')
    if (sudo.homeOwner === uid) return ok(`under sudo from ${sudo.user}, with HOME=${home}`)
    if (sudo.homeOwner === null)
      return { status: 'unknown', seen: `who owns ${home}: it is not there, or does not answer` }
    return fail(
      `root by sudo from ${sudo.user}, and HOME is ${home} of uid ${sudo.homeOwner}`,
      'jail refuses to start: it would leave files of root in the home folder of somebody else',
      {
        text: `Run it as ${sudo.user}, without sudo. For root itself: sudo -H jail run …`,
        url: 'https://www.sudo.ws/docs/man/sudo.man/#H',
      },
    )
  },
})
