import { describe, expect, test } from 'bun:test'
import { mountOf, parseMounts } from '../../src/host/gather/mounts.ts'

const TEXT = `21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
22 21 0:20 / /proc rw,nosuid,nodev,noexec shared:2 - proc proc rw
23 21 0:30 / /home rw,relatime shared:3 - autofs systemd-1 rw,fd=40
24 21 0:31 /home /home rw,noexec,relatime shared:4 master:2 - nfs4 server:/home rw,vers=4.2
25 21 0:32 / /mnt/a\\040b ro,relatime - ext4 /dev/sdb1 rw
26 21 0:33 / /image rw,relatime - squashfs /dev/loop0 ro
cut line
`

test('mounts are read with the flags of the mount and of the file system', () => {
  expect(parseMounts(TEXT)).toEqual([
    { point: '/', type: 'ext4', noexec: false, readOnly: false },
    { point: '/proc', type: 'proc', noexec: true, readOnly: false },
    { point: '/home', type: 'autofs', noexec: false, readOnly: false },
    { point: '/home', type: 'nfs4', noexec: true, readOnly: false },
    { point: '/mnt/a b', type: 'ext4', noexec: false, readOnly: true },
    { point: '/image', type: 'squashfs', noexec: false, readOnly: true },
  ])
})

describe('a path lies on', () => {
  test.each([
    ['the deepest mount', '/proc/1', 'proc'],
    ['the later of two at one place', '/home/ana', 'nfs4'],
    ['the mount that it names', '/home', 'nfs4'],
    ['the root, though a name beside it begins alike', '/homes/ana', 'ext4'],
    ['the root itself', '/', 'ext4'],
    ['a mount with a space in its name', '/mnt/a b/c', 'ext4'],
  ])('%s', (_, path, type) => expect(mountOf(path, parseMounts(TEXT))?.type).toBe(type))

  test('nothing that is known without mountinfo', () => {
    expect(mountOf('/home', parseMounts(''))).toBeUndefined()
  })
})
