import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-accounts',
  claim: 'No account of the host is known inside but yours.',
  guards: [{ op: '/etc/passwd' }, { absence: '/etc/passwd' }],
  hostFiles: true,
  attempt: () =>
    tried(() => {
      const own = ['root', 'nobody', userInfo().username]
      const names = readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .map((line) => line.split(':')[0] ?? '')
      const more = names.filter((name) => name !== '' && !own.includes(name))
      return { worked: more.length > 0, evidence: more.slice(0, 5).join(' ') || 'no others' }
    }),
})
