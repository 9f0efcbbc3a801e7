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
export function asdf(folder = '~/.asdf'): string {
  return `#!/bin/sh
version=$(awk '$1 == "nodejs" { print $2 }' ~/.tool-versions 2> /dev/null)
name=$2
if [ -z "$version" ]; then
  echo "No version is set for command $name" >&2
  exit 126
fi
PATH=${folder}/installs/nodejs/$version/bin:$PATH
shift 2
exec ${folder}/installs/nodejs/$version/bin/$name "$@"
`
}

/** What nodenv, pyenv and rbenv write for each program. */
export function envShim(root: string, name: string): string {
  return `#!/usr/bin/env bash
set -e
program="\${0##*/}"
export ${name.toUpperCase()}_ROOT="${root}"
exec "${root}/libexec/${name}" exec "$program" "$@"
`
}

/** \`NAME exec PROGRAM\`: the part of nodenv, pyenv and rbenv that starts the version of the file \`version\`. */
export function envStarter(root: string): string {
  return `#!/usr/bin/env bash
version=$(cat "${root}/version")
export PATH="${root}/versions/$version/bin:$PATH"
shift
exec "${root}/versions/$version/bin/$@"
`
}
