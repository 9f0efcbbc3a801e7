import { BUBBLEWRAP } from '../../diagnose/cause.ts'
import type { Reach } from '../../host/live.ts'
import { defineCheck } from '../check.ts'
import { type Finding, fail, info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'bubblewrap.live',
  title: 'Does a real jail start here?',
  needs: ['live'],
  judge({ live }): Finding {
    switch (live.state) {
      case 'works':
        return ok('jail run -- true works')
      case 'refused':
        // The checks before this one have said it already.
        if (live.id === 'bwrap.absent' || live.id === 'bwrap.unusable')
          return { status: 'unknown', seen: `no jail could be tried: ${live.sentence}` }
        return live.leastWorks && isAboutPlace(live.id)
          ? info(
              `no whole jail was tried: ${live.sentence}`,
              'bubblewrap itself starts. For the whole test type jail doctor in a project',
            )
          : fail(live.sentence, 'jail run refuses to start here', { text: live.fix, url: BUBBLEWRAP })
      case 'fails':
        return fail(live.sentence, meaning(live.reaches), live.mend)
    }
  },
})

/** Refusals of a folder that nobody means as a project; one that is meant, and cannot be written, stops the person. */
function isAboutPlace(id: string): boolean {
  return (id.startsWith('project.') && id !== 'project.read-only') || id.startsWith('cwd.')
}

function meaning(reach: Reach): string {
  switch (reach.kind) {
    case 'nothing':
      return 'no jail can be made: not even bwrap --unshare-user --ro-bind / / true starts'
    case 'option':
      return `no jail can be made: all before it works, and ${reach.option} fails`
    case 'command':
      return 'no jail can be used: it is made, but no command starts in it'
    case 'untold':
      return 'no jail can be made'
  }
}
