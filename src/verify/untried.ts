/**
 * What the attack needs could not be had, or its answer did not come: that it did not work is then no refusal. It goes
 * through `tried`, and the probe is inconclusive.
 */
export class Untried extends Error {}
