/**
 * Files that are made to do harm, to be taken for another file than they look, or to end the reader: as bytes, since most
 * of them are no text. Further ones, as text and for one kind of file, are in test/policy/bad-configs.
 */

const MIB = 2 ** 20
const UTF_16 = 'the file holds bytes that are no UTF-8 (or the sign U+FFFD itself).'
const UNSEEN = (code: string): string => `the file holds a sign that nobody sees (U+${code}).`
const TURNS = (code: string): string =>
  `the file holds a sign that turns the direction of the text (U+${code}).`
const LINE_END = (code: string): string =>
  `the file holds a sign that only some programs take for the end of a line (U+${code}).`
const CONTROL = (code: string): string => `the file holds a control byte (U+${code}).`
const LONG = 'the file goes on for too long.'
const DEEP = 'lists and maps lie too deep in each other.'
const NONE_READ = (what: string): string => `${what} stands here, and jail reads none.`

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'))
}

function joined(...parts: readonly (string | readonly number[] | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))),
  )
}

/** What it is, the file, and `line:column: sentence`, or undefined where it is a good file. */
export type Hostile = readonly [what: string, bytes: Uint8Array | string, says: string | undefined]

const ENCODINGS: readonly Hostile[] = [
  ['UTF-16, little-endian', joined([0xff, 0xfe], utf16('hide: [~/x]')), `1:1: ${UTF_16}`],
  ['UTF-16, big-endian', joined([0xfe, 0xff], Buffer.from(utf16('hide: [~/x]')).swap16()), `1:1: ${UTF_16}`],
  ['UTF-16 without its mark', utf16('hide: [~/x]'), '1:2: the file holds a NUL byte.'],
  ['UTF-32', joined([0xff, 0xfe, 0, 0], [0x68, 0, 0, 0]), `1:1: ${UTF_16}`],
  ['Latin-1', Buffer.from('# caf\xe9\n', 'latin1'), `1:6: ${UTF_16}`],
  ['a slash in two bytes', joined('hide: ["~', [0xc0, 0xaf], 'x"]'), `1:10: ${UTF_16}`],
  ['a surrogate as bytes', joined('hide: ["~/', [0xed, 0xa0, 0x80], 'x"]'), `1:11: ${UTF_16}`],
  ['half a character at the end', joined('hide: [~/x] # ', [0xe2, 0x82]), `1:15: ${UTF_16}`],
  ['two byte order marks', '\ufeff\ufeffhide: [~/x]', `1:1: ${UNSEEN('FEFF')}`],
  ['a byte order mark in the middle', 'hide: [~/x]\n\ufeffread: [~/y]', `2:1: ${UNSEEN('FEFF')}`],
  ['a byte order mark in front', '\ufeffhide: [~/x]', undefined],
]

const UNSEEN_SIGNS: readonly Hostile[] = [
  ['a space of no width in a path that is hidden', 'hide: [~/.ss\u200bh]', `1:13: ${UNSEEN('200B')}`],
  ['a word joiner in a word', 'hi\u2060de: [~/.ssh]', `1:3: ${UNSEEN('2060')}`],
  ['a soft hyphen', 'hide: [~/.s\u00adsh]', `1:12: ${UNSEEN('00AD')}`],
  ['a joiner between letters that need none', 'hide: [~/.s\u200dsh]', `1:12: ${UNSEEN('200D')}`],
  ['a non-joiner at the end of a line', 'hide: [~/é\u200c\n]', `1:11: ${UNSEEN('200C')}`],
  ['a tag sign, which hides text', 'hide: [~/x] # \u{e0061}', `1:15: ${UNSEEN('E0061')}`],
  ['an override of direction', 'hide: [~/x] # \u202e', `1:15: ${TURNS('202E')}`],
  ['a right-to-left mark', 'hide: [~/\u200fx]', `1:10: ${TURNS('200F')}`],
  ['an Arabic letter mark in a word', 'hi\u061cde: [~/x]', `1:3: ${TURNS('061C')}`],
  ['a rule that only an editor shows, by U+2028', '# keys\u2028hide: [~/.ssh]', `1:7: ${LINE_END('2028')}`],
  ['the same by U+2029', '# keys\u2029hide: [~/.ssh]', `1:7: ${LINE_END('2029')}`],
  ['the same by NEL', '# keys\x85hide: [~/.ssh]', `1:7: ${CONTROL('0085')}`],
  ['the same by a vertical tab', '# keys\x0bhide: [~/.ssh]', `1:7: ${CONTROL('000B')}`],
  [
    'a carriage return alone',
    'hide: [~/x]\r',
    '1:12: the file holds a carriage return inside a line (U+000D).',
  ],
  ['joiners of emoji and of Persian', '# 👩\u200d💻 می\u200cخواهم\nhide: [~/x]', undefined],
  ['an escape in a quoted text, which everybody sees', 'hide: ["~/a\\u200bb"]', undefined],
  ['CR LF', 'hide:\r\n  - ~/x\r\n', undefined],
]

const BOMBS: readonly Hostile[] = [
  ['a million brackets', '['.repeat(MIB), `1:24: ${DEEP}`],
  ['a million braces', '{'.repeat(MIB), `1:24: ${DEEP}`],
  ['maps with quoted keys', '{"a":'.repeat(MIB / 5), `1:116: ${DEEP}`],
  ['a million colons', ': '.repeat(MIB / 2), `1:47: ${DEEP}`],
  ['a million line ends', '\n'.repeat(MIB), `50001:1: ${LONG}`],
  ['half a million CR LF', '\r\n'.repeat(MIB / 2), `50001:1: ${LONG}`],
  ['a quarter of a million ends of documents', '...\n'.repeat(MIB / 4), `16667:4: ${LONG}`],
  ['documents with comments', '--- #\n'.repeat(100_000), `12500:6: ${LONG}`],
  ['a hundred thousand commas', `hide: [${','.repeat(100_000)}`, `1:50002: ${LONG}`],
  ['a million ampersands', '&'.repeat(MIB), `1:1: ${NONE_READ('an anchor (&)')}`],
  ['a million stars', '*'.repeat(MIB), `1:1: ${NONE_READ('an alias (*)')}`],
  ['a million exclamation marks', '!'.repeat(MIB), `1:1: ${NONE_READ('a tag (!)')}`],
  ['a million percent signs', '%'.repeat(MIB), `1:1: ${NONE_READ('a directive (%)')}`],
  ['a call of Python', 'hide: !!python/object/apply:os.system ["id"]', `1:7: ${NONE_READ('a tag (!)')}`],
  ['5,000 times one word', 'hide: []\n'.repeat(5000), '2:1: "hide" stands twice, first at F:1:1.'],
  ['5,000 times one path', `hide: {${'~/x: a, '.repeat(5000)}}`, '1:16: "~/x" stands twice, first at F:1:8.'],
  ['6,000 paths', `hide:\n${Array.from({ length: 6000 }, (_, n) => `  - ~/${n}`).join('\n')}`, undefined],
  ['a comment of a million letters', '#'.repeat(MIB), undefined],
  ['a million spaces', ' '.repeat(MIB), undefined],
  ['a path of 400,000 letters', `hide: [~/${'a/'.repeat(200_000)}a]`, undefined],
]

export const HOSTILE_YAML: readonly Hostile[] = [...ENCODINGS, ...UNSEEN_SIGNS, ...BOMBS]
