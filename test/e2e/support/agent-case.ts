/** How one agent is set up and called. It says nothing of the jail: plain runs of the agent use it too. */
export interface AgentCase {
  /** The command, and the name of jail's profile for it. */
  name: string
  /**
   * Files to plant in a throw-away home: path below it -> content. `url` is that of the model API. They also answer
   * what the agent asks at a first start in a terminal, as a person has done long ago.
   */
  home(url: string, project: string): Record<string, string>
  /** The least environment, on top of PATH, HOME and TMPDIR. */
  env(url: string): Record<string, string>
  /** What follows the agent's name and the profile's own flags, to start a session with `text`. */
  first(text: string): string[]
  /** The same to say `text` in the session that was used last; `home` is where its state lies. */
  again(text: string, home: string): string[]
  /** It goes on with a session in a terminal only, where the text is typed. */
  againInTerminal?: true
  /** What lets it start in an empty home, by environment and arguments alone, where it can do that. */
  bare?: { env(url: string): Record<string, string>; words(url: string): string[] }
  /** The folders below the home that it keeps things in. */
  state: readonly string[]
  /** What starts a session in a terminal with `text` as the first words. */
  inTerminal(text: string): string[]
  /** A glob below the home that matches once the session is stored. */
  sessionEvidence: string
  /** Files below the home that the agent would run, or start something from, at its next start on the host. */
  runsLater: readonly string[]
  /** Several times what a run takes on two cores: a run that takes longer hangs. */
  timeoutMs: number
}

/** A settings file. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
