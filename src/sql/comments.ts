/** What stands around a statement, and is sent along with it. */
export interface MarginComments { readonly leading: string; readonly trailing: string }

/**
 * Takes the comments before and behind a statement off. White space next to them belongs to them, so that the parts
 * can be put together again (go/vt/sqlparser/comments.go SplitMarginComments).
 */
export function splitMarginComments(sql: string): { readonly query: string; readonly comments: MarginComments } {
  const trailingStart = trailingCommentStart(sql)
  const leadingEnd = leadingCommentEnd(sql.slice(0, trailingStart))
  return {
    query: sql.slice(leadingEnd, trailingStart).replace(/^[\s;]+|[\s;]+$/g, ''),
    comments: { leading: sql.slice(0, leadingEnd).trimStart(), trailing: sql.slice(trailingStart).trimEnd() },
  }
}

function trailingCommentStart(sql: string): number {
  let start = sql.length
  let end = sql.trimEnd().length
  while (end >= 4 && sql.slice(end - 2, end) === '*/') {
    const open = sql.lastIndexOf('/*', end - 4)
    if (open < 0 || sql[open + 2] === '!') break
    end = sql.slice(0, open).trimEnd().length
    start = end
  }
  return start
}

function leadingCommentEnd(sql: string): number {
  let end = 0
  for (;;) {
    const start = end + leadingSpace(sql.slice(end))
    const close = sql.startsWith('/*', start) ? sql.indexOf('*/', start + 2) : -1
    if (close < 0) return end === 0 ? 0 : start
    end = close + 2
  }
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length
}

/** The statement without comments and white space before it. */
export function stripLeadingComments(sql: string): string {
  let rest = sql.trim()
  while (rest.startsWith('/*') || rest.startsWith('--')) {
    if (rest.startsWith('/*!')) return rest
    const isBlock = rest.startsWith('/*')
    const close = rest.indexOf(isBlock ? '*/' : '\n')
    if (close < 0) return ''
    rest = rest.slice(close + (isBlock ? 2 : 1)).trimStart()
  }
  return rest
}

/**
 * The directives in vt+ comments, `NAME` or `NAME=value`. A bare name is true; a value is a number if it reads as one
 * (go/vt/sqlparser/comments.go ExtractCommentDirectives).
 */
export function commentDirectives(comments: readonly string[]): ReadonlyMap<string, string | number | boolean> {
  const directives = new Map<string, string | number | boolean>()
  for (const comment of comments) {
    if (!comment.startsWith('/*vt+')) continue
    const words = comment.split(/\s+/).slice(1, -1)
    for (const word of words) {
      const equals = word.indexOf('=')
      if (equals < 0) directives.set(word, true)
      else directives.set(word.slice(0, equals), directiveValue(word.slice(equals + 1)))
    }
  }
  return directives
}

function directiveValue(text: string): string | number | boolean {
  if (/^[-+]?\d+$/.test(text)) return Number(text)
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true
  return /^(f|F|FALSE|false|False)$/.test(text) ? false : text
}
