import { describe, expect, test } from 'bun:test'
import { answerOn, questionsIn } from './asked.ts'

// who, profile and flags | path | what can be done there | what is said
const QUESTIONS = `
ana base | /usr/bin/git | seen closed | /usr/bin/git is visible and read-only: it lies in /usr (programs and libraries) [profile base].
ana base | /bin/sh | seen closed | /bin/sh leads to /usr/bin/sh. /usr/bin/sh is visible and read-only: it lies in /usr (programs and libraries) [profile base].
ana base | /opt | seen closed | /opt is visible and read-only (programs installed beside the distribution) [profile base].
ana base | /etc/passwd | seen closed | /etc/passwd is made by jail (your name; no other account).
ana base | /etc/profile | seen closed | /etc/profile is visible and read-only, as a copy from the start (shell start) [profile base].
ana base | /etc/shadow | unseen closed | /etc/shadow is not visible: nothing of the policy shows it.
ana base | /etc/zsh/zshrc | unseen closed | /etc/zsh/zshrc is not visible: nothing of the policy shows it. The rule read /etc/zsh (profile base) has no effect: it does not exist.
ana base | /etc/ssh/ssh_config.d/10-x.conf | unseen closed | /etc/ssh/ssh_config.d/10-x.conf is not visible: nothing of the policy shows it. The rule read /etc/ssh/ssh_config.d/*.conf (profile base) has no effect: you may not read it.
ana base | /etc/localtime | seen closed | /etc/localtime leads to /usr/share/zoneinfo/Europe/Berlin. /usr/share/zoneinfo/Europe/Berlin is visible and read-only: it lies in /usr (programs and libraries) [profile base].
ana base | /tmp | seen thrown away | /tmp is an empty place of the box; what is written there is thrown away (scratch space) [jail itself].
ana base | /tmp/x | unseen thrown away | /tmp/x is not visible; it can be made inside, and is thrown away at the end: it lies in /tmp (scratch space) [jail itself].
ana base | /run/user/1000/bus | unseen thrown away | /run/user/1000/bus is not visible; it can be made inside, and is thrown away at the end: it lies in /run (scratch space) [jail itself].
ana base | /var/run/docker.sock | unseen thrown away | /var/run/docker.sock leads to /run/docker.sock. /run/docker.sock is not visible; it can be made inside, and is thrown away at the end: it lies in /run (scratch space) [jail itself].
ana base | /proc/1/environ | seen closed | /proc/1/environ belongs to the box's own /proc (processes of the box only).
ana base | /dev/null | seen thrown away | /dev/null is a device of the box's own /dev.
ana base | /dev/sda | unseen closed | /dev/sda is not visible: the box's own /dev has only null, zero, full, random, urandom, tty, pts.
ana base | /dev | seen closed | /dev is the box's own: it has null, zero, full, random, urandom, tty, pts, and takes no files.
ana base | /dev/shm/x | unseen thrown away | /dev/shm/x is not visible; it can be made inside, and is thrown away at the end: it lies in /dev/shm (shared memory) [jail itself].
ana base | / | seen closed | / is there, with nothing in it but what is granted; nothing can be made there (nothing is made outside the writable places) [jail itself].
ana base | /root/.ssh | unseen closed | /root/.ssh is not visible: nothing of the policy shows it.
ana base | /run/jail/brief.md | seen thrown away | /run/jail/brief.md is made by jail (tells the agent where it is).
ben base | /etc/resolv.conf | seen closed | /etc/resolv.conf leads to /run/systemd/resolve/stub-resolv.conf. /run/systemd/resolve/stub-resolv.conf is visible and read-only: it lies in /run/systemd/resolve (name lookup) [jail itself].
`

describe('a question about the system, on a recorded machine,', () => {
  test.each(questionsIn(QUESTIONS))('%s: %s is %s', (asked, path, can, sentence) => {
    const found = answerOn(asked, path)
    expect(found?.sentence).toBe(sentence)
    expect(found?.can as string).toBe(can)
  })
})
