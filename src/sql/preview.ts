import { splitMarginComments, stripLeadingComments } from './comments.ts'

/** What a statement seems to be, from its first word alone. */
export type PreviewKind =
  | 'select' | 'stream' | 'insert' | 'replace' | 'update' | 'delete' | 'ddl' | 'begin' | 'commit' | 'rollback'
  | 'savepoint' | 'release' | 'set' | 'show' | 'use' | 'other' | 'privilege' | 'comment' | 'unknown'

const KINDS: ReadonlyMap<string, PreviewKind> = new Map([
  ['select', 'select'], ['stream', 'stream'], ['insert', 'insert'], ['replace', 'replace'], ['update', 'update'],
  ['delete', 'delete'], ['savepoint', 'savepoint'], ['release', 'release'],
  ['create', 'ddl'], ['alter', 'ddl'], ['rename', 'ddl'], ['drop', 'ddl'], ['truncate', 'ddl'], ['flush', 'ddl'],
  ['set', 'set'], ['show', 'show'], ['use', 'use'],
  ['analyze', 'other'], ['describe', 'other'], ['desc', 'other'], ['explain', 'other'], ['repair', 'other'],
  ['optimize', 'other'], ['grant', 'privilege'], ['revoke', 'privilege'],
] as const)

/** As in go/vt/sqlparser/analyzer.go Preview: cheap, and right only for statements that parse. */
export function previewKind(sql: string): PreviewKind {
  const trimmed = stripLeadingComments(sql)
  if (trimmed.startsWith('/*!')) return 'comment'
  const word = /[A-Za-z]\S*/.exec(trimmed)?.[0].toLowerCase() ?? ''
  switch (splitMarginComments(trimmed).query.toLowerCase()) {
    case 'begin': case 'start transaction': return 'begin'
    case 'commit': return 'commit'
    case 'rollback': return 'rollback'
  }
  return KINDS.get(word.replace(/;$/, '')) ?? (word === 'rollback' ? 'rollback' : 'unknown')
}
