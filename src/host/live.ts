/** How a real start ended here, and what would mend it. Plain values, as all facts of doctor. */

/** What mends something: words, and whole commands without sudo, in order. It has the shape of doctor's `Fix`. */
export type Mend = {
  readonly text: string
  readonly commands?: readonly string[]
  readonly root?: boolean
  readonly url: string
}

/** What the real base plan does here with `true` in it. */
export type Live =
  | {
      readonly state: 'works'
      readonly weakened: readonly { readonly id: string; readonly what: string; readonly fix: string }[]
    }
  | {
      readonly state: 'fails'
      /** The sentence and fix that `jail run` gives. */
      readonly sentence: string
      readonly fix: string
      /** The id of the cause, which other checks recognise as theirs. */
      readonly cause: string
      /** The fix with its commands apart. */
      readonly mend: Mend
      /** bwrap's own words, whole. */
      readonly words: string
      /** How far it comes. */
      readonly reaches: Reach
    }
  | {
      /** `jail run` refuses here before it starts bwrap: by its project, its settings, or for want of bwrap. */
      readonly state: 'refused'
      readonly id: string
      readonly sentence: string
      readonly fix: string
      /** The least that bwrap can do was tried instead, and it did that. */
      readonly leastWorks: boolean
    }

/**
 * Where a start that fails gets to, by trial: not even the least (`bwrap --unshare-user --ro-bind / / true`); up to an
 * option, given with its values; the box is set up but the command is not started; or it could not be found out.
 */
export type Reach =
  | { readonly kind: 'nothing' | 'command' | 'untold' }
  | { readonly kind: 'option'; readonly option: string }
