/** Scripts that tool managers put on PATH in place of programs. */

/** What pnpm writes for a command, without its lines for Windows. */
export function pnpmShim(modules: string): string {
  const script = '"$basedir/global/5/node_modules/tool/cli.js"'
  return `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")
if [ -z "$NODE_PATH" ]; then export NODE_PATH="${modules}"; else export NODE_PATH="${modules}:$NODE_PATH"; fi
if [ -x "$basedir/node" ]; then exec "$basedir/node" ${script} "$@"; else exec node ${script} "$@"; fi
`
}

/** `asdf exec NAME`: the version comes from a file of the home, and awk is a link through /etc/alternatives. */
export function asdf(): string {
  return `#!/bin/sh
version=$(awk '$1 == "nodejs" { print $2 }' ~/.tool-versions)
PATH=~/.asdf/installs/nodejs/$version/bin:$PATH
name=$2
shift 2
exec ~/.asdf/installs/nodejs/$version/bin/$name "$@"
`
}
