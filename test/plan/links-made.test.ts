import { describe, expect, test } from 'bun:test'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'
import { opName } from './seen.ts'

const FOLDER = 'folder 0755 0 0'
const FILE = 'file 0644 0 0 9'

const opNames = (file: LayerFile, small: Small) => decide([file], small).plan.ops.map(opName)
const links = (file: LayerFile, small: Small) =>
  opNames(file, small).filter((name) => name.startsWith('link ') && !name.startsWith('link /var/run'))

describe('a link is made again', () => {
  const store: Small['entries'] = {
    '/store': FOLDER,
    '/store/env': FOLDER,
    '/store/env/bin': FOLDER,
    '/home/eve/.prog': 'link /store/env',
  }
  const env = { PATH: '/home/eve/.prog/bin:/bin' }
  const MADE = 'link /home/eve/.prog -> /store/env'

  test.each([
    ['for a folder of PATH in what a rule shows', { read: { '/store': 'programs' } }, [MADE]],
    ['for one in what a rule gives', { write: { '/store/env': 'programs' } }, [MADE]],
    ['not for one that nothing shows', {}, []],
    ['not for one that is hidden', { read: { '/store': 'x' }, hide: { '/store/env': 'x' } }, []],
  ] as const)('%s', (_, file, made) => {
    expect(links(file, { entries: store, env })).toEqual([...made])
  })

  test.each([
    ['to what is shown', 'read', ['link /home/eve/.azure -> /mnt/c/azure']],
    ['not to what is hidden: it would tell where it lies', 'hide', []],
  ] as const)('%s', (_, word, made) => {
    const entries = {
      '/home/eve/.azure': 'link /mnt/c/azure',
      '/mnt': FOLDER,
      '/mnt/c': FOLDER,
      '/mnt/c/azure': FOLDER,
    }
    expect(links({ [word]: { '~/.azure': 'keys' } }, { entries })).toEqual([...made])
  })

  test('on the way to the home folder for that reason, whichever rule crosses it too', () => {
    const entries = { '/home': 'link var/home', '/var/home': FOLDER, '/home/eve': null, '/home/eve/p': null }
    const home = { '/var/home/eve': FOLDER, '/var/home/eve/p': FOLDER, '/var/home/eve/.x': FILE }
    const { plan } = decide([{ read: { '~/.x': 'settings' } }], { entries: { ...entries, ...home } })
    expect(plan.ops.find((op) => op.path === '/home')).toMatchObject({
      why: 'the home folder',
      from: 'fixed',
    })
  })
})

describe('settings that ssh refuses from nobody', () => {
  const rules: LayerFile = {
    read: {
      '/usr': 'programs',
      '/etc/ssh/ssh_config.d/*.conf': 'ssh',
      '/usr/etc/ssh/ssh_config.d/*.conf': 'ssh',
    },
  }
  const entries = {
    '/usr': FOLDER,
    '/usr/lib': FOLDER,
    '/usr/lib/proxy.conf': FILE,
    '/usr/etc': FOLDER,
    '/usr/etc/ssh': FOLDER,
    '/usr/etc/ssh/ssh_config.d': FOLDER,
    '/etc/ssh': FOLDER,
    '/etc/ssh/ssh_config.d': FOLDER,
  }
  const about = (more: Small['entries'], file: LayerFile = rules) =>
    opNames(file, { entries: { ...entries, ...more } }).filter((name) =>
      /\/(20|50|proxy|ssh)\.conf/.test(name),
    )
  const linked = { '/etc/ssh/ssh_config.d/20.conf': 'link ../../../usr/lib/proxy.conf' }

  test.each([
    [
      'are a copy in /etc',
      { '/etc/ssh/ssh_config.d/20.conf': FILE },
      ['copy /etc/ssh/ssh_config.d/20.conf tmpfs'],
    ],
    [
      'are a copy over the file of /usr that a link of /etc leads to',
      linked,
      [
        'link /etc/ssh/ssh_config.d/20.conf -> ../../../usr/lib/proxy.conf',
        'copy /usr/lib/proxy.conf over-ro',
      ],
    ],
    [
      'are a copy over the distribution’s own file',
      { '/usr/etc/ssh/ssh_config.d/50.conf': FILE },
      ['copy /usr/etc/ssh/ssh_config.d/50.conf over-ro'],
    ],
    [
      'are left alone where the person may not read them',
      { ...linked, '/usr/lib/proxy.conf': 'file 0600 0 0 9' },
      ['link /etc/ssh/ssh_config.d/20.conf -> ../../../usr/lib/proxy.conf'],
    ],
  ] as const)('%s', (_, more, names) => {
    expect(about(more)).toEqual([...names])
  })

  test('are a copy outside of /etc and /usr, too', () => {
    const more = {
      '/etc/ssh/ssh_config.d/20.conf': 'link /site/ssh.conf',
      '/site': FOLDER,
      '/site/ssh.conf': FILE,
    }
    expect(about(more)).toContain('copy /site/ssh.conf tmpfs')
  })

  test('other files of /usr are not copied', () => {
    const other: LayerFile = { read: { '/usr': 'programs', '/usr/lib/proxy.conf': 'x' } }
    expect(about({}, other)).toEqual([])
  })
})
