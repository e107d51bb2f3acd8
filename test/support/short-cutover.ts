import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes `explore/cutover` into a folder, with reads that move without the 20 seconds in which vtgates hear of it: half
 * of its events. Answers the file.
 */
export function shortCutover(folder: string): string {
  const text = readFileSync('scenarios/explore/cutover.md', 'utf8')
  const short = text.replace(/MigrateServedTypes (?=customer\/0 (rdonly|replica))/g, 'MigrateServedTypes -skip-refresh-state ')
  const file = join(folder, 'cutover.md')
  writeFileSync(file, short)
  return file
}
