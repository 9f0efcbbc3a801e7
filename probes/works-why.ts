import { defineProbe } from '../src/verify/probe.ts'
import { prints } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-why',
  claim: 'An agent can ask inside why a path is hidden: jail why answers.',
  guards: [],
  jailOnly: true,
  attempt: ({ home }) => {
    // Outside there is no box to ask about: there the same question is put to jail explain.
    const word = process.env['JAIL'] ? 'why' : 'explain'
    return prints([process.execPath, word, `${home}/.ssh/id_ed25519`], 'id_ed25519')
  },
})
