/** What such scripts show of /etc. */
const ETC =
  'alternatives bash.bashrc ca-certificates default environment group gitconfig host.conf hosts inputrc ld.so.cache ld.so.conf localtime mime.types nsswitch.conf os-release passwd profile resolv.conf ssl'

/** What people write by hand: a script with some tests and about 30 mounts. `more` are further words of bwrap. */
export function bwrapByHand(more = ''): string {
  const binds = ETC.split(' ').map((name) => `  --ro-bind-try /etc/${name} /etc/${name}`)
  return `#!/usr/bin/env bash
set -euo pipefail
project=$(pwd -P)
args=(
  --ro-bind /usr /usr --ro-bind-try /opt /opt
${binds.join('\n')}
  --proc /proc --dev /dev --tmpfs /tmp --tmpfs /run --tmpfs "$HOME"
  --bind "$project" "$project" --chdir "$project"
  --unshare-user --unshare-pid --unshare-ipc --unshare-uts --die-with-parent --hostname jail --clearenv ${more}
  --setenv PATH /usr/bin:/bin --setenv HOME "$HOME"
)
for name in bin lib lib64 sbin; do
  if [[ -L /$name ]]; then args+=(--symlink "$(readlink "/$name")" "/$name"); else args+=(--ro-bind-try "/$name" "/$name"); fi
done
exec bwrap "\${args[@]}" -- "$@"
`
}
