/** Colours of a terminal; without colour the text as it is. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  cyan(text: string): string
  green(text: string): string
  red(text: string): string
  yellow(text: string): string
}

export function createPaint(withColor: boolean): Paint {
  const style = (open: number, close: number) => (text: string): string => (
    withColor ? `\u001b[${open}m${text}\u001b[${close}m` : text
  )
  return {
    bold: style(1, 22), dim: style(2, 22), cyan: style(36, 39), green: style(32, 39), red: style(31, 39),
    yellow: style(33, 39),
  }
}
