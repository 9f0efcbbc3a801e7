import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'terminal.size',
  title: 'Does the terminal have a size?',
  needs: ['terminal'],
  judge: ({ terminal: { size } }) => {
    if (size === null) return ok('no terminal to measure')
    const seen = `${size.columns} columns, ${size.rows} rows`
    return size.columns > 0 && size.rows > 0
      ? ok(seen)
      : warn(`the terminal says that it has ${seen}`, 'full screen programs draw nothing or fail', {
          text: 'Tell it its size; a serial line and `docker exec` without -t know none.',
          commands: ['stty cols 80 rows 24'],
          url: 'https://man7.org/linux/man-pages/man1/stty.1.html',
        })
  },
})
