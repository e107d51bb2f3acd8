import type { QueryResult } from '../../sql/index.ts'

/** What a statement answers: at once, or when what it waits for has come. Most have nothing to wait for. */
export type Answer = QueryResult | Promise<QueryResult>
