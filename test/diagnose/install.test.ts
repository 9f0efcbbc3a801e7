import { expect, test } from 'bun:test'
import { installAdvice, installCommand, installMend, updateMend } from '../../src/diagnose/install.ts'
import { mountsBelowProc, parseOsRelease } from '../../src/host/gather/blockers.ts'

test.each([
  ['ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"', false, 'sudo apt-get install bubblewrap'],
  ['ID=pop\nID_LIKE="ubuntu debian"', false, 'sudo apt-get install bubblewrap'],
  ['ID="rhel"\nID_LIKE="fedora"', false, 'sudo dnf install bubblewrap'],
  ['ID=fedora', true, 'rpm-ostree install --apply-live bubblewrap'],
  ['ID=alpine', false, 'sudo apk add bubblewrap'],
  ['ID=endeavouros\nID_LIKE=arch', false, 'sudo pacman -S bubblewrap'],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', false, 'sudo zypper install bubblewrap'],
  ['ID=nixos', false, 'nix-env -iA nixos.bubblewrap'],
])('%s', (text, atomic, command) => {
  expect(installCommand(parseOsRelease(text, atomic), 1000, 'bubblewrap')).toBe(command)
})

test('root needs no sudo', () => {
  expect(installCommand(parseOsRelease('ID=debian', false), 0, 'bubblewrap')).toBe(
    'apt-get install bubblewrap',
  )
})

test('an unknown distribution gets words instead of a wrong command', () => {
  const distribution = parseOsRelease('ID=haiku\nPRETTY_NAME="Haiku"', false)
  expect(installCommand(distribution, 1000, 'bubblewrap')).toBeUndefined()
  expect(installAdvice(distribution, 1000, 'bubblewrap')).toContain('package manager of Haiku')
})

test('only mount points below /proc count, and not the automounter of binfmt_misc', () => {
  const line = (point: string): string => `24 1 0:22 / ${point} rw - proc proc rw`
  const text = ['/proc', '/proc/kcore', '/proc/sys/fs/binfmt_misc', '/processes'].map(line).join('\n')
  expect(mountsBelowProc(text)).toEqual(['/proc/kcore'])
})

test.each([
  ['ID=debian', 'apt-get install bubblewrap', 'apt-get install --only-upgrade bubblewrap', true],
  ['ID=fedora', 'dnf install bubblewrap', 'dnf upgrade bubblewrap', true],
  ['ID=arch', 'pacman -S bubblewrap', 'pacman -Syu', true],
  ['ID=alpine', 'apk add bubblewrap', 'apk upgrade bubblewrap', true],
  ['ID=nixos', 'nix-env -iA nixos.bubblewrap', 'nix-env -u bubblewrap', false],
])('on %s the commands stand apart, without sudo', (text, install, update, root) => {
  const distribution = parseOsRelease(text, false)
  expect(installMend(distribution, 'bubblewrap')).toMatchObject({ commands: [install], root })
  expect(updateMend(distribution, 'bubblewrap')).toMatchObject({ commands: [update], root })
})

test('an unknown distribution gets no commands', () => {
  const distribution = parseOsRelease('ID=haiku\nPRETTY_NAME="Haiku"', false)
  expect(installMend(distribution, 'bubblewrap')).toEqual({
    text: 'Install the package bubblewrap with the package manager of Haiku.',
  })
  expect(updateMend(distribution, 'bubblewrap')).toEqual({
    text: 'Update the package bubblewrap with the package manager of Haiku.',
  })
})
