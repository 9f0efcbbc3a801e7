import { test } from 'bun:test'
import { failsFor, HEALTHY_KERNEL } from './healthy-kernel.ts'
import { expectFinding, type Row } from './judging.ts'

const { bwrap, process } = HEALTHY_KERNEL
const SETUID = ' is setuid root, and refuses to start so'
const CAPABILITIES = ' has capabilities of its own, and refuses to start so'

/** What the file of bwrap may carry that keeps it from starting. */
const ROWS: readonly Row[] = [
  [
    'a setuid bwrap that refuses to answer',
    'bubblewrap.trusted',
    { bwrap: { state: 'unusable', why: `/opt/bwrap${SETUID}`, because: 'setuid' } },
    {
      fail: `/opt/bwrap${SETUID}`,
      means: 'it starts nothing, so no jail can be made',
      text: 'Take the setuid bit away.',
      commands: ['chmod u-s /opt/bwrap'],
    },
  ],
  [
    'a bwrap with capabilities that refuses to answer',
    'bubblewrap.trusted',
    { bwrap: { state: 'unusable', why: `/usr/bin/bwrap${CAPABILITIES}`, because: 'capabilities' } },
    {
      fail: `/usr/bin/bwrap${CAPABILITIES}`,
      means: 'it starts nothing, so no jail can be made',
      text: "Take the file's capabilities away.",
      commands: ['setcap -r /usr/bin/bwrap'],
    },
  ],
  ['no setuid bit', 'bubblewrap.setuid', {}, { ok: '/usr/bin/bwrap is not setuid' }],
  [
    'setuid 0.12, which root can start all the same',
    'bubblewrap.setuid',
    { bwrap: { ...bwrap, setuid: true } },
    {
      warn: '/usr/bin/bwrap 0.12.0 is setuid root',
      means: 'bubblewrap 0.12 and newer refuse to start so for all but root',
      text: 'Take the setuid bit away.',
      commands: ['chmod u-s /usr/bin/bwrap'],
    },
  ],
  [
    'setuid 0.12, which the start failed for',
    'bubblewrap.setuid',
    { bwrap: { ...bwrap, setuid: true }, live: failsFor('setuid') },
    {
      fail: '/usr/bin/bwrap 0.12.0 is setuid root',
      means: 'bubblewrap 0.12 and newer refuse to start so',
      text: 'Take the setuid bit away.',
      commands: ['chmod u-s /usr/bin/bwrap'],
    },
  ],
  [
    'setuid 0.8',
    'bubblewrap.setuid',
    { bwrap: { ...bwrap, setuid: true, version: '0.8.0' } },
    {
      warn: '/usr/bin/bwrap 0.8.0 is setuid root',
      means:
        'it can then limit neither /tmp nor new namespaces inside, and this version has CVE-2026-41163 so',
      text: 'Take the setuid bit away.',
      commands: ['chmod u-s /usr/bin/bwrap'],
    },
  ],
  [
    'setuid 0.11.2, which has the fix',
    'bubblewrap.setuid',
    { bwrap: { ...bwrap, setuid: true, version: '0.11.2' } },
    {
      warn: '/usr/bin/bwrap 0.11.2 is setuid root',
      means: 'it can then limit neither /tmp nor new namespaces inside',
      text: 'Take the setuid bit away.',
      commands: ['chmod u-s /usr/bin/bwrap'],
    },
  ],
  [
    'no capabilities',
    'bubblewrap.capabilities',
    {},
    { ok: 'neither its file nor this session gives it any' },
  ],
  [
    'a file with capabilities, which root can start all the same',
    'bubblewrap.capabilities',
    { bwrap: { ...bwrap, fileCapabilities: true } },
    {
      warn: '/usr/bin/bwrap has capabilities of its own',
      means: 'bubblewrap refuses to start so for all but root',
      text: "Take the file's capabilities away.",
      commands: ['setcap -r /usr/bin/bwrap'],
    },
  ],
  [
    'a file with capabilities',
    'bubblewrap.capabilities',
    { bwrap: { ...bwrap, fileCapabilities: true }, live: failsFor('file-capabilities') },
    {
      fail: '/usr/bin/bwrap has capabilities of its own',
      means: 'bubblewrap refuses to start so ("Unexpected capabilities")',
      text: "Take the file's capabilities away.",
      commands: ['setcap -r /usr/bin/bwrap'],
    },
  ],
  [
    'a desktop session of systemd 254, which jail copes with',
    'bubblewrap.capabilities',
    { process: { ...process, ambient: '0000000800000000' } },
    {
      info: 'this session gives each program the capabilities 0x800000000',
      means: 'bubblewrap alone refuses to start so; jail clears them first',
    },
  ],
  [
    'a file system that does not tell',
    'bubblewrap.capabilities',
    { bwrap: { ...bwrap, fileCapabilities: null } },
    { unknown: 'the capabilities of /usr/bin/bwrap cannot be read' },
  ],
]

test.each(ROWS.map((row) => [row[0], row] as const))('%s', (_, row) => expectFinding(row))
