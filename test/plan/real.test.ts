import { describe, expect, test } from 'bun:test'
import { isLink } from '../../src/plan/real.ts'
import { type Listing, resolveIn } from '../hosts/listing.ts'

const FOLDER = 'folder 0755 0 0'
const HOST: Listing = {
  '/': FOLDER,
  '/a': 'link b',
  '/b': FOLDER,
  '/b/a': FOLDER,
  '/b/c': 'link ../b/a/',
  '/b/up': 'link ..',
  '/b/a/a': 'link /b/a',
}

describe('whether the end of a path is itself a link', () => {
  test.each([
    ['/b', false, 'no link is met'],
    ['/a', true, 'it is one'],
    ['/a/a', false, 'the folder of the same name is one'],
    ['/a/c', true, 'after a link on the way'],
    ['/b/c/a', true, 'after a link whose text ends in the same name'],
    ['/b/up/a', true, 'after a link that leads upwards'],
    ['/b/up/a/a', false, 'only folders on the way are links, one by way of the other'],
    ['/a/a/a', true, 'of three of the same name the first and the last are'],
  ])('%s: %j, since %s', (path, answer) => {
    const fact = resolveIn(HOST, path)
    expect(fact.state).toBe('present')
    expect(isLink(path, 'links' in fact ? fact.links : [])).toBe(answer)
  })
})
