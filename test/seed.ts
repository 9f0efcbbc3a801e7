import fc from 'fast-check'

/**
 * Loaded before every test file (bunfig.toml). In CI a random case must not fail a change that has nothing to do with it:
 * there the properties always get the same cases. Elsewhere, and in `bun run fuzz`, they get new ones.
 */
if (process.env['CI']) fc.configureGlobal({ seed: 20_261_126 })
