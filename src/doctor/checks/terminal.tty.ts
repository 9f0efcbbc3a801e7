import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'terminal.tty',
  title: 'Is there a terminal?',
  needs: ['terminal'],
  judge: ({ terminal: { input, output } }) =>
    input || output
      ? ok(
          input && output
            ? 'input and output are a terminal'
            : 'there is a terminal (this call is part of a pipe)',
        )
      : info(
          'neither input nor output is a terminal',
          'agents with a full screen need one; others work as in a script',
        ),
})
