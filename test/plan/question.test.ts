import { describe, expect, test } from 'bun:test'
import { type Question, questionOf } from '../../src/plan/question.ts'

describe('one word asks', () => {
  test.each([
    ['TOKEN=', { kind: 'variable', name: 'TOKEN' }],
    ['TOKEN=secret', { kind: 'variable', name: 'TOKEN' }],
    ['_=', { kind: 'variable', name: '_' }],
    ['host', { kind: 'network' }],
    ['/etc', { kind: 'path', text: '/etc' }],
    ['~', { kind: 'path', text: '~' }],
    ['~/x', { kind: 'path', text: '~/x' }],
    ['.', { kind: 'path', text: '.' }],
    ['.env', { kind: 'path', text: '.env' }],
    ['src/x.ts', { kind: 'path', text: 'src/x.ts' }],
    ['./a=b', { kind: 'path', text: './a=b' }],
    ['here.txt', { kind: 'path', text: 'here.txt' }],
    ['here', { kind: 'path', text: 'here' }],
    ['there.example', undefined],
    ['pakage.json', undefined],
    ['there.example:x', undefined],
    ['there:70000', undefined],
    [':80', undefined],
    ['10.0.0.1', { kind: 'host', host: '10.0.0.1' }],
    ['10.0.0.1.5', undefined],
    ['there.example:443', { kind: 'host', host: 'there.example:443' }],
    ['localhost', { kind: 'host', host: 'localhost' }],
    ['[::1]:80', { kind: 'host', host: '[::1]:80' }],
    ['::1', { kind: 'host', host: '::1' }],
    ['cluade', undefined],
    ['', undefined],
    ['=x', undefined],
  ] as [string, Question | undefined][])('%j: %j', (word, question) => {
    expect(questionOf(word, (path) => path.startsWith('here'))).toEqual(question as Question)
  })
})
