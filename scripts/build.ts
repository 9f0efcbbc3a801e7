/** Builds dist/jail for this machine (`--target host`, the default), for one target, or for `all`. */
import { utimesSync } from 'node:fs'
import pkg from '../package.json'

const TARGETS = [
  'linux-x64',
  'linux-x64-baseline',
  'linux-arm64',
  'linux-x64-musl',
  'linux-arm64-musl',
] as const

const root = new URL('..', import.meta.url).pathname
const wanted = process.argv[process.argv.indexOf('--target') + 1] ?? 'host'
const targets =
  process.argv.includes('--target') && wanted !== 'host'
    ? wanted === 'all'
      ? TARGETS
      : TARGETS.filter((t) => t === wanted)
    : ['host' as const]
if (targets.length === 0) {
  console.error(`build: no target ${JSON.stringify(wanted)}; known: host, all, ${TARGETS.join(', ')}`)
  process.exit(2)
}
const commit =
  Bun.spawnSync(['git', '-C', root, 'rev-parse', '--short=12', 'HEAD']).stdout.toString().trim() ||
  'unknown commit'
for (const target of targets) {
  const outfile = `${root}dist/${target === 'host' ? 'jail' : `jail-${target}`}`
  const result = await Bun.build({
    entrypoints: [`${root}src/main.ts`],
    minify: true,
    bytecode: true,
    // What is imported by need stays out of the start: 3 ms of 14 before the first line of ours runs.
    splitting: true,
    format: 'esm',
    define: { JAIL_VERSION: JSON.stringify(`${pkg.version} (${commit})`) },
    // Without these two a bunfig.toml or .env of the folder that jail is started in runs code on the host before main.
    compile: {
      outfile,
      autoloadBunfig: false,
      autoloadDotenv: false,
      ...(target === 'host' ? {} : { target: `bun-${target}` }),
    },
  })
  if (!result.success) {
    console.error(result.logs.join('\n'))
    process.exit(1)
  }
  utimesSync(outfile, new Date(), new Date())
  console.error(`built ${outfile}`)
}
