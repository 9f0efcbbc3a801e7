import { describe, expect, test } from 'bun:test'
import { type Gatherer, type Ground, gatherMachine, Unknown } from '../../../src/host/machine/gatherer.ts'
import * as kernel from '../../../src/host/machine/kernel.ts'
import * as modules from '../../../src/host/machine/modules.ts'
import * as around from '../../../src/host/machine/surroundings.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'

const REAL = new Files(new Libc())

type Machine = { readonly texts?: Readonly<Record<string, string>>; readonly env?: Record<string, string> }

/** A machine that has these small files and nothing else. */
function ground({ texts = {}, env = {} }: Machine): Ground {
  const files = {
    libc: REAL.libc,
    readText: (path: string) => texts[path] ?? -2,
    names: () => [],
    stat: (path: string) =>
      Object.keys(texts).some((one) => one === path || one.startsWith(`${path}/`)) ? { kind: 'file' } : -2,
  } as unknown as Files
  const none = (): never => {
    throw new Error('nobody is at home')
  }
  return { env, uid: 1000, files, caller: none, walker: none, text: (path) => texts[path]?.trim() }
}

/** The value, or why it is unknown. */
async function look(gatherer: unknown, machine: Machine): Promise<unknown> {
  const one = gatherer as Gatherer
  const { facts } = await gatherMachine({ [one.facet]: one } as never, ground(machine))
  const fact = facts[one.facet]
  return fact.known ? fact.value : { unknown: fact.why }
}

const OS = { '/proc/sys/kernel/osrelease': '6.12.1' }
const VERSION = (text: string): Machine => ({ texts: { '/proc/version': text } })
const COVERED = { unknown: '/proc/sys cannot be read: /proc is not mounted or covered' }
const NO_PROC = { unknown: '/proc is not mounted' }
const STATUS = `Name:\tjail
TracerPid:\t0
CapInh:\t0000000000000000
CapPrm:\t0000000800000000
CapBnd:\t000001ffffffffff
CapAmb:\t0000000800000000
NoNewPrivs:\t1
Seccomp:\t2
Seccomp_filters:\t1
`
const WHOLE = '         0          0 4294967295\n'

const ROWS: readonly (readonly [string, unknown, Machine, unknown])[] = [
  [
    'the switch of Debian is off',
    kernel.usernsClone,
    { texts: { ...OS, '/proc/sys/kernel/unprivileged_userns_clone': '0\n' } },
    false,
  ],
  [
    'the switch of Debian is on',
    kernel.usernsClone,
    { texts: { ...OS, '/proc/sys/kernel/unprivileged_userns_clone': '1\n' } },
    true,
  ],
  ['there is no such switch', kernel.usernsClone, { texts: OS }, null],
  ['there is no /proc', kernel.usernsClone, {}, COVERED],
  ['there is no /proc for the limits', kernel.namespaceLimits, {}, COVERED],
  ['there is no /proc for memory', kernel.memfdNoexec, {}, COVERED],
  [
    'memory may not be executed',
    kernel.memfdNoexec,
    { texts: { ...OS, '/proc/sys/vm/memfd_noexec': '2' } },
    2,
  ],
  [
    'a setting is nonsense',
    kernel.memfdNoexec,
    { texts: { ...OS, '/proc/sys/vm/memfd_noexec': 'x' } },
    { unknown: '/proc/sys/vm/memfd_noexec holds "x"' },
  ],
  [
    'one limit is 0 and the others are not there',
    kernel.namespaceLimits,
    { texts: { ...OS, '/proc/sys/user/max_net_namespaces': '0' } },
    { user: null, mnt: null, pid: null, net: 0, ipc: null, uts: null, cgroup: null },
  ],
  ['AppArmor does not restrict', modules.apparmor, { texts: OS }, { restricts: false, profile: null }],
  [
    'AppArmor restricts',
    modules.apparmor,
    { texts: { ...OS, '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' } },
    { restricts: true, profile: null },
  ],
  ['AppArmor without /proc', modules.apparmor, {}, COVERED],
  ['SELinux enforces', modules.selinux, { texts: { '/sys/fs/selinux/enforce': '1' } }, { enforces: true }],
  [
    'SELinux only reports',
    modules.selinux,
    { texts: { '/sys/fs/selinux/enforce': '0' } },
    { enforces: false },
  ],
  [
    'no SELinux in this kernel',
    modules.selinux,
    { texts: { '/proc/filesystems': 'ext4' } },
    { enforces: false },
  ],
  [
    'SELinux behind a hidden /sys',
    modules.selinux,
    {
      texts: {
        '/proc/filesystems': 'selinuxfs',
        '/proc/self/attr/current': 'system_u:system_r:container_t:s0',
      },
    },
    { unknown: 'SELinux is on, and /sys/fs/selinux/enforce cannot be read' },
  ],
  ['SELinux without /proc and /sys', modules.selinux, {}, { unknown: 'neither /sys nor /proc is mounted' }],
  [
    'a label',
    modules.label,
    { texts: { '/proc/self/attr/current': 'docker-default (enforce)\n' } },
    'docker-default (enforce)',
  ],
  [
    'a label with its end',
    modules.label,
    { texts: { '/proc/self/attr/current': 'container_t\0' } },
    'container_t',
  ],
  ['no label', modules.label, { texts: { '/proc/self/status': STATUS } }, null],
  ['a label without /proc', modules.label, {}, NO_PROC],
  [
    'a filtered process with an ambient capability',
    modules.processState,
    { texts: { '/proc/self/status': STATUS, '/proc/self/uid_map': WHOLE } },
    {
      seccomp: 2,
      noNewPrivs: true,
      ambient: '0000000800000000',
      permitted: '0000000800000000',
      bounding: '000001ffffffffff',
      singleUser: false,
      traced: false,
    },
  ],
  [
    'a kernel that writes few lines, in a box, under a tracer',
    modules.processState,
    { texts: { '/proc/self/status': 'TracerPid:\t7\n', '/proc/self/uid_map': ' 1000 0 1\n' } },
    {
      seccomp: null,
      noNewPrivs: null,
      ambient: null,
      permitted: null,
      bounding: null,
      singleUser: true,
      traced: true,
    },
  ],
  ['a process without /proc', modules.processState, {}, NO_PROC],
  ['nothing around', around.surroundings, VERSION('Linux version 6.12'), null],
  ['gVisor', around.surroundings, VERSION('Linux version 4.4.0 gVisor'), 'gvisor'],
  ['Kubernetes without /proc', around.surroundings, { env: { KUBERNETES_SERVICE_HOST: 'x' } }, 'kubernetes'],
  ['Docker', around.surroundings, { texts: { '/.dockerenv': '' } }, 'docker'],
  [
    'surroundings without /proc',
    around.surroundings,
    {},
    { unknown: '/proc is not mounted, so WSL and gVisor cannot be told' },
  ],
  ['no WSL', around.wsl, VERSION('Linux version 6.12'), null],
  ['WSL 1', around.wsl, VERSION('Linux version 4.4.0-19041-Microsoft'), { generation: 1, interop: false }],
  [
    'WSL 2',
    around.wsl,
    VERSION('Linux version 5.15.90.1-microsoft-standard-WSL2'),
    { generation: 2, interop: false },
  ],
  [
    'WSL 2 with interop',
    around.wsl,
    {
      texts: {
        '/proc/version': '5.15-microsoft-standard-WSL2',
        '/proc/sys/fs/binfmt_misc/WSLInterop': 'enabled\ninterpreter /init',
      },
    },
    { generation: 2, interop: true },
  ],
  ['WSL without /proc', around.wsl, {}, NO_PROC],
  ['no /proc', around.proc, {}, { mounted: false, readOnly: false, covered: [] }],
  ['no /sys', around.sys, {}, { mounted: false }],
  ['no /dev', around.devices, {}, { missing: ['null', 'zero', 'full', 'random', 'urandom', 'tty'] }],
  [
    'no /dev/full',
    around.devices,
    {
      texts: Object.fromEntries(
        ['null', 'zero', 'random', 'urandom', 'tty'].map((name) => [`/dev/${name}`, '']),
      ),
    },
    { missing: ['full'] },
  ],
  [
    'a distribution',
    around.distribution,
    { texts: { '/etc/os-release': 'ID=debian\nPRETTY_NAME="Debian"' } },
    { id: 'debian', like: [], name: 'Debian' },
  ],
]

test.each(ROWS)('%s', async (_, gatherer, machine, value) => {
  expect(await look(gatherer, machine)).toEqual(value)
})

describe('the mount of /proc', () => {
  const line = (point: string, options: string): string => `24 1 0:22 / ${point} ${options} - proc proc rw`
  test.each([
    [[line('/proc', 'rw,nosuid')], { mounted: true, readOnly: false, covered: [] }],
    [[line('/proc', 'ro,nosuid')], { mounted: true, readOnly: true, covered: [] }],
    [[line('/proc', 'ro'), line('/proc', 'rw')], { mounted: true, readOnly: false, covered: [] }],
    [
      [line('/proc', 'rw'), line('/proc/kcore', 'rw'), line('/proc/sys', 'ro'), line('/proc/kcore', 'rw')],
      { mounted: true, readOnly: false, covered: ['/proc/kcore', '/proc/sys'] },
    ],
  ])('%j', (lines, proc) => {
    expect(around.parseProc(lines.join('\n'))).toEqual(proc)
  })
})

test('a setting that is there and cannot be read is not taken for absent', () => {
  const machine = ground({ texts: OS })
  const files = { stat: () => ({ kind: 'file' }) } as unknown as Files
  expect(() => kernel.setting({ text: machine.text, files }, 'kernel/x')).toThrow(Unknown)
})
