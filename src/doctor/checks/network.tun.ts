import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'network.tun',
  title: 'May you make a network device?',
  needs: ['tun'],
  judge: ({ tun }) =>
    tun
      ? ok('/dev/net/tun can be opened')
      : info(
          '/dev/net/tun is not there or may not be opened',
          'nothing is missing today: only a network made by pasta or slirp4netns would need it',
          'https://docs.kernel.org/networking/tuntap.html',
        ),
})
