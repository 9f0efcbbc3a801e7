import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

const KINDS = {
  nixos: { name: 'NixOS', url: 'https://nixos.org/manual/nixos/stable/' },
  guix: { name: 'Guix', url: 'https://guix.gnu.org/manual/en/html_node/' },
  atomic: { name: 'an image by ostree', url: 'https://ostreedev.github.io/ostree/' },
} as const

export const check = defineCheck({
  id: 'paths.image',
  title: 'Are the programs of this system where the jail looks for them?',
  needs: ['image'],
  judge({ image: { kind, roots, missing } }) {
    if (kind === 'plain') return ok('below /usr, as on most systems')
    const { name, url } = KINDS[kind]
    if (missing.length === 0) return ok(`${name}: ${roots.join(', ')}`)
    return warn(
      `${name}, but without ${missing.join(', ')}`,
      'programs that are named by these folders do not start inside',
      {
        text: 'Start from the system itself, not from a rescue shell or a container that has a part of it.',
        url,
      },
    )
  },
})
