import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

const MEANS =
  'files in /tmp, /var/tmp and /run may fill half of the memory; bubblewrap 0.7 and later can limit them'
const URL = 'https://github.com/containers/bubblewrap/releases/tag/v0.7.0'

export const check = defineCheck({
  id: 'limits.tmp-size',
  title: 'Is the memory that /tmp may take limited?',
  needs: ['bwrap'],
  judge: ({ bwrap }) => {
    if (bwrap.state !== 'usable') return { status: 'unknown', seen: 'there is no usable bwrap to ask' }
    if (bwrap.setuid) return info('a setuid bwrap takes no sizes', MEANS, URL)
    return bwrap.options.includes('--size')
      ? ok('bwrap can limit it')
      : info(`bwrap ${bwrap.version} cannot limit it`, MEANS, URL)
  },
})
