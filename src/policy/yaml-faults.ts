/** What the YAML parser calls its errors → a sentence and what to type. Others are shown in the parser's words. */
export const YAML_FAULTS: Readonly<Record<string, readonly [string, string]>> = {
  TAB_AS_INDENT: ['a tab stands where only spaces may', 'Put spaces in its place.'],
  BAD_DQ_ESCAPE: [
    'this backslash starts no escape that YAML knows',
    'Write \\\\ for a backslash, or put the text in single quotes.',
  ],
  BAD_SCALAR_START: ['a text cannot begin with this sign', 'Put the text in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'a second key begins on the line of the first',
    'Put it on a line of its own, or the text that holds ": " in quotes.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'a line ends without the colon of its key',
    'Write `word:`, or put the text on the line of its key.',
  ],
  UNEXPECTED_TOKEN: [
    'this does not belong here',
    'Look for a quote, a bracket or a comma too many in front of it.',
  ],
  KEY_OVER_1024_CHARS: [
    'a key is longer than 1024 characters',
    'Shorten it, or look for a missing line break.',
  ],
}

/** Features of YAML that no file of settings needs, by the type of their token. */
export const REFUSED_TOKENS: Readonly<Record<string, readonly [string, string]>> = {
  anchor: ['an anchor (&)', 'Write the value out. To begin a text with &, put it in quotes.'],
  alias: ['an alias (*)', 'To begin a text with *, put it in quotes: "*.env". Else write the value out.'],
  tag: ['a tag (!)', 'Leave it out. To begin a text with !, put it in quotes.'],
  'directive-line': ['a directive (%)', 'Leave the line out: files are read as YAML 1.2.'],
}

export const GENERAL_FIX = 'Look at the line, its indentation and its quotes.'
