import type { Facts } from '../host/facts.ts'
import { isGrant } from '../policy/claims.ts'
import { isBelow, isPattern, parentOf } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'
import { quoted } from '../ui/escape.ts'
import type { Arranged } from './arrange.ts'
import { TOOL_LAYER } from './collector.ts'
import type { Node, Nodes } from './node.ts'

/** Most places and most rules that are told by name. */
const MOST_PLACES = 3
const MOST_RULES = 5

type Found = {
  readonly policy: Policy
  readonly facts: Facts
  readonly places: Nodes
  readonly box: Arranged
}

/**
 * What a person hides and an earlier, more specific rule still shows, as whole sentences: the most specific path wins,
 * and who hides a folder may not know of a rule about a part of it.
 */
export function hideNotices(found: Found): string[] {
  const hides = hidesOf(found)
  if (hides.size === 0) return []
  const open = new Map<Rule, Node[]>()
  for (const node of found.places.nodes.values()) {
    // The command in a hidden folder was named by the same person.
    if (node.layer === TOOL_LAYER || !isGrant(node.word) || !isSeen(node, found.box)) continue
    for (let here = parentOf(node.path); here !== '/'; here = parentOf(here)) {
      const rule = hides.get(here)
      if (rule && node.layer < rule.layer) open.set(rule, [...(open.get(rule) ?? []), node])
    }
  }
  const told = [...open].map(([rule, nodes]) => sentence(rule, outermost(nodes)))
  if (told.length <= MOST_RULES) return told
  const rest = told.length - MOST_RULES
  return [...told.slice(0, MOST_RULES), `${rest} more rules of hide leave something visible in the same way.`]
}

/** The rules of people that hide, by the real paths where they stand. */
function hidesOf({ policy, facts, places }: Found): Map<string, Rule> {
  const hides = new Map<string, Rule>()
  for (const rule of policy.rules) {
    if (rule.word !== 'hide' || rule.speaker === undefined) continue
    for (const path of isPattern(rule.path) ? (facts.matches.get(rule.path) ?? []) : [rule.path]) {
      const fact = facts.paths.get(path)
      if (fact?.state !== 'present' || places.nodes.get(fact.real)?.word !== 'hide') continue
      const known = hides.get(fact.real)
      if (!known || known.layer < rule.layer) hides.set(fact.real, rule)
    }
  }
  return hides
}

function isSeen({ path }: Node, box: Arranged): boolean {
  const cover = box.coverOf(path)
  return cover === 'ro' || cover === 'rw'
}

function outermost(nodes: readonly Node[]): Node[] {
  const sorted = nodes.toSorted((a, b) => a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
  const kept: Node[] = []
  for (const node of sorted) if (!kept.some(({ path }) => isBelow(node.path, path))) kept.push(node)
  return kept
}

function sentence(rule: Rule, nodes: readonly Node[]): string {
  const named = nodes.slice(0, MOST_PLACES)
  const list = named.map(({ path }) => path).join(', ')
  const reasons = [...new Set(named.map(({ from, why }) => `${from}: ${why}`))].join(', ')
  const rest = nodes.length - named.length
  const more = rest === 0 ? '' : ` and ${rest} more`
  const fix = named.map(({ path }) => `--hide ${quoted(path)}`).join(' ')
  return `${said(rule)} leaves ${list}${more} visible (${reasons}); to hide ${nodes.length === 1 ? 'it' : 'them'} too: ${fix}${rest === 0 ? '' : ' …'}`
}

/** Grants that would leave what can be written by a link which what runs inside could have made, as whole sentences. */
export function linkNotices({ ledOut }: Nodes): string[] {
  const told = ledOut.slice(0, MOST_RULES).map(({ rule, node, links }) => {
    const at = links.at(0)?.at ?? rule.path
    const fix = `if you mean that, name it itself: --${rule.word} ${quoted(node.path)}`
    return `${said(rule)} is not given: the link ${at} leads to ${node.path}, and the command can make such links; ${fix}`
  })
  const rest = ledOut.length - told.length
  return rest === 0
    ? told
    : [...told, `${rest} more grants are not given: they lead out of the writable places by links.`]
}

/** A rule as the person wrote it. */
function said({ word, path, speaker, from, at }: Rule): string {
  return speaker === 'flags' ? `--${word} ${path}` : `${word} ${path} (${at ?? from})`
}

/** What is told of variables that are left out for their value. No value is in it. */
export function twinNotices(twins: ReadonlyMap<string, string>): string[] {
  return [...twins].map(
    ([name, secret]) =>
      `${name} is not passed: it has the value of ${secret}, which stays outside. To pass it: --env ${name}`,
  )
}
