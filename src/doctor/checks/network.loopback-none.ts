import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'network.loopback-none',
  title: 'Can there be a box without a network?',
  needs: ['namespaceLimits', 'surroundings'],
  judge: ({ namespaceLimits, surroundings }) => {
    if (namespaceLimits.net === 0)
      return warn('user.max_net_namespaces is 0', '--network none cannot start; the open network can', {
        text: 'Allow namespaces for networks.',
        commands: ['sysctl -w user.max_net_namespaces=15000'],
        root: true,
        url: 'https://man7.org/linux/man-pages/man7/namespaces.7.html',
      })
    if (surroundings === 'gvisor')
      return info(
        'gVisor has its own network stack',
        '--network none may fail with RTM_NEWADDR; the open network works',
        'https://gvisor.dev/docs/user_guide/networking/',
      )
    return ok('nothing forbids a network of its own')
  },
})
