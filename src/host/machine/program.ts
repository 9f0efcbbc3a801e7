import { limitReached } from '../../sys/limits.ts'

/**
 * What a program of the system prints, both streams, with an empty environment: 'silent' when it has not ended in time,
 * undefined when it cannot be started. Throws where a limit of this process is to blame. Only for absolute paths that nobody else can write.
 */
export async function outputOf(
  argv: readonly [string, ...string[]],
  limitMs: number,
): Promise<string | undefined | 'silent'> {
  try {
    const child = Bun.spawn([...argv], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: {},
      // Not the project: nothing of it may be read by a program that looks around.
      cwd: '/',
      // In a group of its own, so that what it has started is ended with it.
      detached: true,
    })
    const text = Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<'silent'>((resolve) => {
      timer = setTimeout(() => resolve('silent'), limitMs)
    })
    const answer = await Promise.race([text.then((both) => both.join('')), late])
    clearTimeout(timer)
    if (answer === 'silent') process.kill(-child.pid, 'SIGKILL')
    return answer
  } catch (error) {
    const limit = limitReached(error)
    if (limit) throw limit
    // Not a program for this machine (execve(2) ENOEXEC).
    return undefined
  }
}
