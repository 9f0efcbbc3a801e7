import { describe, expect, test } from 'bun:test'
import { readRemoteMounts, remoteMounts, silentMounts } from '../../src/host/gather/mounts.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

/** A line of /proc/self/mountinfo as the kernel writes it (proc_pid_mountinfo(5)). */
function line(point: string, type: string, tags = 'shared:7 '): string {
  return `36 35 98:0 /root ${point} rw,noatime ${tags}- ${type} source rw,errors=continue`
}

const REMOTE = [
  ...[
    'nfs',
    'nfs4',
    'cifs',
    'smb3',
    'autofs',
    '9p',
    'ceph',
    'afs',
    'lustre',
    'gpfs',
    'glusterfs',
    'beegfs',
    'davfs',
  ],
  ...['fuse', 'fuse.sshfs', 'fuse.rclone', 'fuse.gvfsd-fuse', 'fuse.s3fs', 'fuseblk'],
]
const LOCAL = [
  ...[
    'ext4',
    'xfs',
    'btrfs',
    'zfs',
    'overlay',
    'tmpfs',
    'proc',
    'sysfs',
    'devtmpfs',
    'cgroup2',
    'squashfs',
    'vfat',
  ],
  ...['fusectl', 'nfsd', 'rpc_pipefs', 'binfmt_misc', 'virtiofs', 'ecryptfs', 'bpf', 'nsfs'],
]

describe('a mount of type', () => {
  test.each(REMOTE)('%s may keep silent, so that it is asked first', (type) => {
    expect(remoteMounts(line('/mnt/x', type))).toEqual(['/mnt/x'])
    expect(remoteMounts(line('/mnt/x', type, ''))).toEqual(['/mnt/x'])
    expect(remoteMounts(line('/mnt/x', type, 'shared:1 master:2 unbindable '))).toEqual(['/mnt/x'])
  })

  test.each(LOCAL)('%s answers by itself', (type) => {
    expect(remoteMounts(line('/mnt/x', type))).toEqual([])
    expect(remoteMounts(`${line('/mnt/x', type)}\n${line('/mnt/y', 'nfs')}`)).toEqual(['/mnt/y'])
  })
})

describe('the mount points of a machine', () => {
  test('are those of remote types, in their order, each once', () => {
    const text = ['/ ext4', '/net nfs', '/home autofs', '/home nfs4', '/proc proc', '/s fuse.sshfs', '']
    const info = text
      .map((one) => (one === '' ? '' : line(...(one.split(' ') as [string, string]))))
      .join('\n')
    expect(remoteMounts(info)).toEqual(['/net', '/home', '/s'])
  })

  test.each([
    ['/mnt/My\\040Files', '/mnt/My Files'],
    ['/mnt/a\\011b', '/mnt/a\tb'],
    ['/mnt/a\\012b', '/mnt/a\nb'],
    ['/mnt/a\\134b', '/mnt/a\\b'],
    ['/mnt/a\\134040b', '/mnt/a\\040b'],
    ['/mnt/a\\040-\\040b', '/mnt/a - b'],
    ['/mnt/ü\\0409', '/mnt/ü 9'],
  ])('are written as %s for %p', (written, point) => {
    expect(remoteMounts(line(written, 'nfs'))).toEqual([point])
  })

  test.each([
    ['nothing', ''],
    ['a cut line', '36 35 98:0 /'],
    ['a line without a type', '36 35 98:0 / /mnt/x rw - '],
    ['a type that stands in the path', line('/mnt/nfs', 'ext4')],
    ['a type that is the source', '36 35 98:0 / /mnt/x rw - ext4 nfs rw'],
    ['a type behind the options', '36 35 98:0 / /mnt/x rw - ext4 src rw - nfs'],
  ])('are none in %s', (_what, info) => {
    expect(remoteMounts(info)).toEqual([])
  })

  test('of this machine are absolute paths, and the root is none of them', () => {
    const found = readRemoteMounts(new Files(new Libc()))
    for (const point of found) expect(point).toStartWith('/')
    expect(found).toEqual([...new Set(found)])
  })
})

describe('a mount that is asked', () => {
  const LIMIT = 30
  const never = (): Promise<unknown> => new Promise(() => undefined)
  const after = (ms: number) => Bun.sleep(ms).then(() => ({}))

  test('and never answers is silent, with the reason', async () => {
    expect(await silentMounts(['/net'], LIMIT, never)).toEqual(
      new Map([['/net', 'the mount /net did not answer within 30 ms']]),
    )
  })

  test.each([
    ['answers at once', () => Promise.resolve({})],
    ['answers in time', () => after(1)],
    ['answers with an error', () => Promise.reject(new Error('ESTALE'))],
    ['answers with nothing', () => Promise.resolve(undefined)],
  ])('and %s is not', async (_what, ask) => {
    expect(await silentMounts(['/net'], 5000, ask)).toEqual(new Map())
  })

  test('does not wait for the others: all are asked at the same time', async () => {
    const points = Array.from({ length: 20 }, (_, index) => `/net/${index}`)
    const asked: string[] = []
    const start = performance.now()
    const silent = await silentMounts(points, LIMIT, (point) => {
      asked.push(point)
      return point.endsWith('7') ? Promise.resolve({}) : never()
    })
    expect(performance.now() - start).toBeLessThan(10 * LIMIT)
    expect(asked).toEqual(points)
    expect([...silent.keys()].toSorted()).toEqual(points.filter((point) => !point.endsWith('7')).toSorted())
  })

  test('and answers at once ends the wait, however long the limit is', async () => {
    const start = performance.now()
    await silentMounts(['/net'], 60_000, () => Promise.resolve({}))
    expect(performance.now() - start).toBeLessThan(5000)
  })

  test('and has answered keeps no process alive until its limit', () => {
    const source = new URL('../../src/host/gather/mounts.ts', import.meta.url).pathname
    const code = `const { silentMounts } = await import(${JSON.stringify(source)})
      await silentMounts(['/net'], 60_000, () => Promise.resolve({}))`
    const done = Bun.spawnSync([process.execPath, '-e', code], { timeout: 15_000, killSignal: 'SIGKILL' })
    expect([done.exitCode, done.stderr.toString()]).toEqual([0, ''])
  })

  test('is none when none is wanted', async () => {
    expect(await silentMounts([], 1, never)).toEqual(new Map())
  })
})
