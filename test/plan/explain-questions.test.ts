import { describe, expect, test } from 'bun:test'
import { answerOn, questionsIn } from './asked.ts'

// who, profile and flags | path | what can be done there | what is said
const QUESTIONS = `
ana base | /home | seen closed | /home is there, with nothing in it but what is granted; nothing can be made there: it lies in / (nothing is made outside the writable places) [jail itself].
ana base | /home/ana | seen thrown away | /home/ana is there, with nothing in it but what is granted; what is written there is thrown away (the home folder is hidden) [jail itself].
ana base | /home/ana/.ssh/id_ed25519 | unseen thrown away | /home/ana/.ssh/id_ed25519 is not visible; it can be made inside, and is thrown away at the end: it lies in /home/ana (the home folder is hidden) [jail itself].
ana base | /home/ana/src | seen thrown away | /home/ana/src is there, with nothing in it but what is granted; what is written there is thrown away: it lies in /home/ana (the home folder is hidden) [jail itself].
ana base | /home/ana/.gitconfig | seen closed | /home/ana/.gitconfig is visible and read-only (your name and your aliases for git) [profile base].
ana base | /home/ana/.claude.json | unseen thrown away | /home/ana/.claude.json is not visible; it can be made inside, and is thrown away at the end: it lies in /home/ana (the home folder is hidden) [jail itself].
ana claude | /home/ana/.claude.json | seen thrown away | /home/ana/.claude.json is visible as a copy: it can be written, and the changes are thrown away (account, onboarding and trust; claude rewrites it by rename, the changes are thrown away) [profile claude].
ana claude | /home/ana/.claude/projects | seen kept | /home/ana/.claude/projects is visible and writable, and changes stay: it lies in /home/ana/.claude (sessions, history and login; claude makes a folder there before every command) [profile claude].
ana base | /home/ana/.cache/npm | seen kept | /home/ana/.cache/npm is a place of this project only: it can be written, and changes stay: it lies in /home/ana/.cache (caches of this project only) [jail itself]. The one of the host is not visible.
ana base --write ~/.cache | /home/ana/.cache/npm | seen kept | /home/ana/.cache/npm is visible and writable, and changes stay: it lies in /home/ana/.cache (--write ~/.cache) [command line].
ana base | /home/ana/src/app | seen kept | /home/ana/src/app is visible and writable, and changes stay (the project) [profile base].
ana base | /home/ana/src/app/package.json | seen kept | /home/ana/src/app/package.json is visible and writable, and changes stay: it lies in /home/ana/src/app (the project) [profile base].
ana base | /home/ana/src/app/sub/../.envrc | seen closed | /home/ana/src/app/.envrc is visible and read-only, and cannot be moved aside (direnv runs it when you enter the folder) [profile base].
ana base | /home/ana/src/app/.git | seen kept | /home/ana/src/app/.git is visible and writable, and changes stay: it lies in /home/ana/src/app (the project) [profile base]; it cannot be moved aside, since something protected lies in it.
ana base | /home/ana/src/app/.git/hooks/pre-commit | seen closed | /home/ana/src/app/.git/hooks/pre-commit is visible and read-only, and cannot be moved aside: it lies in /home/ana/src/app/.git/hooks (git runs these on the host) [profile base].
ana base | /home/ana/src/app/.idea | seen kept | /home/ana/src/app/.idea is visible and writable, and changes stay: it lies in /home/ana/src/app (the project) [profile base]. The rule protect /home/ana/src/app/.idea (profile base) has no effect: it does not exist.
ana base --hide .env | /home/ana/src/app/.env | seen kept | /home/ana/src/app/.env is visible and writable, and changes stay: it lies in /home/ana/src/app (the project) [profile base].
ana base --hide /home/ana/src/app/.env | /home/ana/src/app/.env | unseen closed | /home/ana/src/app/.env is hidden, and something empty stands there (--hide /home/ana/src/app/.env) [command line].
ana base --hide /home/ana/src/app/node_modules | /home/ana/src/app/node_modules/x/y | unseen closed | /home/ana/src/app/node_modules/x/y is hidden: it lies in /home/ana/src/app/node_modules (--hide /home/ana/src/app/node_modules) [command line].
ana base --read /home/ana/src/app/package.json | /home/ana/src/app/package.json | seen closed | /home/ana/src/app/package.json is visible and read-only (--read /home/ana/src/app/package.json) [command line].
ana base --copy /home/ana/src/app/package.json | /home/ana/src/app/package.json | seen thrown away | /home/ana/src/app/package.json is visible as a copy: it can be written, and the changes are thrown away (--copy /home/ana/src/app/package.json) [command line].
ana base --write /home/ana/src/app/.envrc | /home/ana/src/app/.envrc | seen kept | /home/ana/src/app/.envrc is visible and writable, and changes stay: it lies in /home/ana/src/app (the project) [profile base].
ana base --read ~ | /home/ana/.bashrc | seen closed | /home/ana/.bashrc is visible and read-only: it lies in /home/ana (--read ~) [command line].
ana base --read ~ | /home/ana/.ssh/id_ed25519 | unseen closed | /home/ana/.ssh/id_ed25519 is hidden: it lies in /home/ana/.ssh (keys) [profile base].
ana base --read ~/.ssh | /home/ana/.ssh/id_ed25519 | seen closed | /home/ana/.ssh/id_ed25519 is visible and read-only: it lies in /home/ana/.ssh (--read ~/.ssh) [command line].
ana base | /home/ana/.nvm/versions/node/v22.11.0/bin/npm | seen closed | /home/ana/.nvm/versions/node/v22.11.0/bin/npm is visible and read-only: it lies in /home/ana/.nvm/versions/node/v22.11.0 (programs of nvm) [the tools on your PATH].
ben base | /home/ben/.gitconfig | seen closed | /home/ben/.gitconfig leads to /home/ben/dotfiles/gitconfig. /home/ben/dotfiles/gitconfig is visible and read-only (your name and your aliases for git) [profile base].
ben base | /home/ben/work/app/package.json | seen kept | /home/ben/work/app/package.json leads to /home/ben/src/app/package.json. /home/ben/src/app/package.json is visible and writable, and changes stay: it lies in /home/ben/src/app (the project) [profile base].
ben base | /home/ben/work | seen thrown away | /home/ben/work leads to /home/ben/src. /home/ben/src is there, with nothing in it but what is granted; what is written there is thrown away: it lies in /home/ben (the home folder is hidden) [jail itself].
ben base | /home/ben/.kube/config | unseen thrown away | /home/ben/.kube/config is not visible; it can be made inside, and is thrown away at the end: it lies in /home/ben (the home folder is hidden) [jail itself].
root base | /root/app/.git/config | seen closed | /root/app/.git/config is visible and read-only, and cannot be moved aside (git runs programs that it names) [profile base].
root claude | /root/.claude | seen kept | /root/.claude is visible and writable, and changes stay (sessions, history and login; claude makes a folder there before every command) [profile claude].
`

describe('a question about the home folder and the project, on a recorded machine,', () => {
  test.each(questionsIn(QUESTIONS))('%s: %s is %s', (asked, path, can, sentence) => {
    const found = answerOn(asked, path)
    expect(found?.sentence).toBe(sentence)
    expect(found?.can as string).toBe(can)
  })
})
