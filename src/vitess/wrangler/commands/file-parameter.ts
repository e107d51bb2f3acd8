import { failure } from '../../command/index.ts'
import type { Wrangler } from '../wrangler.ts'

/**
 * The text of a flag, or of the file that its other flag names; exactly one of both. Source:
 * go/vt/vtctl/vtctl.go getFileParam.
 */
export function fileParameter(wr: Wrangler, text: string, file: string, name: string): string {
  if (text !== '') {
    if (file !== '') throw failure(`action requires only one of ${name} or ${name}-file`)
    return text
  }
  if (file === '') throw failure(`action requires one of ${name} or ${name}-file`)
  return fileText(wr, file)
}

export function fileText(wr: Wrangler, path: string): string {
  const text = wr.readFile(path)
  if (text === null) throw failure(`cannot read file ${path}: open ${path}: no such file or directory`)
  return text
}
