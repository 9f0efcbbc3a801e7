import { writeFileSync } from 'node:fs'
import type { Field } from './probe.ts'

/** The file by which a probe says that it may be cut. */
export function readyFile({ project }: Pick<Field, 'project'>): string {
  return `${project}/ready`
}

/** Nearly as long as one try may take: on a busy machine it takes who cuts some time to see the file. */
const WAIT_MS = 4500

/** Says that the probe has done its part and may get its signal now, and waits for it. */
export async function sayReady(field: Field): Promise<void> {
  writeFileSync(readyFile(field), '')
  await Bun.sleep(WAIT_MS)
}
