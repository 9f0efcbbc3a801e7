/**
 * Where tool managers keep things, below the home folder, as data. `entry` is a folder of PATH (`*` is one
 * component); `roots` are what its programs need to run. Sources: each manager's documentation and facts measured
 * with a copied Node (test/e2e/toolchains.test.ts).
 */
export type Layout = { readonly entry: string; readonly roots: readonly string[]; readonly why: string }

export const LAYOUTS: readonly Layout[] = [
  { entry: '.nvm/versions/node/*/bin', roots: ['.nvm/versions/node/*'], why: 'Node installed by nvm' },
  {
    entry: '.local/share/fnm/node-versions/*/installation/bin',
    roots: ['.local/share/fnm/node-versions/*/installation'],
    why: 'Node installed by fnm',
  },
  { entry: '.volta/bin', roots: ['.volta'], why: 'volta decides by name which tool it starts' },
  { entry: '.asdf/shims', roots: ['.asdf', '.tool-versions'], why: 'asdf shims start tools below ~/.asdf' },
  { entry: '.asdf/bin', roots: ['.asdf'], why: 'asdf' },
  {
    entry: '.local/share/mise/shims',
    roots: ['.local/share/mise', '.local/bin/mise', '.config/mise/config.toml', '.tool-versions'],
    why: 'mise shims start tools below its data folder',
  },
  {
    entry: '.local/share/mise/installs/*/*/bin',
    roots: ['.local/share/mise/installs/*/*'],
    why: 'a tool installed by mise',
  },
  { entry: '.nodenv/shims', roots: ['.nodenv'], why: 'nodenv shims start the versions below ~/.nodenv' },
  { entry: '.pyenv/shims', roots: ['.pyenv'], why: 'pyenv shims start the versions below ~/.pyenv' },
  { entry: '.pyenv/bin', roots: ['.pyenv'], why: 'pyenv' },
  { entry: '.rbenv/shims', roots: ['.rbenv'], why: 'rbenv shims start the versions below ~/.rbenv' },
  {
    entry: '.bun/bin',
    roots: ['.bun/bin', '.bun/install/global'],
    why: 'bun and what it installed globally',
  },
  { entry: '.deno/bin', roots: ['.deno/bin'], why: 'deno' },
  { entry: '.local/share/pnpm', roots: ['.local/share/pnpm'], why: 'pnpm shims name files below it' },
  { entry: '.cargo/bin', roots: ['.cargo/bin', '.rustup'], why: 'Rust; the programs are links to rustup' },
  { entry: 'go/bin', roots: ['go/bin'], why: 'Go programs' },
  { entry: '.opencode/bin', roots: ['.opencode/bin'], why: 'opencode' },
]

/** Folders of managers whose programs cannot run without the whole of it. */
export const MANAGERS: readonly string[] = [
  '.volta',
  '.asdf',
  '.nodenv',
  '.pyenv',
  '.rbenv',
  '.local/share/mise',
  '.local/share/pnpm',
]

/** A program's root is never one of these below home: that would show much more than the program. */
export const TOO_WIDE: readonly string[] = [
  '',
  '.local',
  '.local/share',
  '.local/state',
  '.local/lib',
  '.local/bin',
  '.config',
  '.cache',
  '.nvm',
  '.nvm/versions',
  '.nvm/versions/node',
  'bin',
  'src',
  'code',
  'projects',
]

/** The same outside of home: each holds things of many programs or people. */
export const WIDE_FOLDERS: readonly string[] = [
  '/var',
  '/var/tmp',
  '/etc',
  '/run',
  '/tmp',
  '/home',
  '/root',
  '/mnt',
  '/media',
  '/srv',
  // The same of Fedora Atomic, where those are links.
  '/var/home',
  '/var/roothome',
  '/var/mnt',
  '/var/srv',
]

/** Folders that are visible in every box, read-only; a program there needs no grant of its own. */
export const SYSTEM_FOLDERS: readonly string[] = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/opt',
  '/nix/store',
  '/gnu/store',
  '/run/current-system',
  '/snap',
  '/home/linuxbrew/.linuxbrew',
]
