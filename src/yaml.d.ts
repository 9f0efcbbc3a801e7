/** Built-in profiles are bundled as objects; their shape is proven by test/policy/profiles.test.ts. */
declare module '*.yaml' {
  const profile: import('./policy/words.ts').ProfileFile
  export default profile
}
