import { client, Failure, type Ctx } from '../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../sql/index.ts'
import { emptySession, VtgateService, type FailureRecord, type Session } from '../../vitess/wire/index.ts'

/** An application's connection to a vtgate: it carries the session from one statement to the next. */
export class VtgateConnection {
  session: Session
  private readonly vtgate: InstanceType<typeof VtgateService.stub>

  constructor(readonly address: string, targetString = '') {
    this.vtgate = client(VtgateService, address)
    this.session = newSession(targetString)
  }

  /** Fails with the Failure that vtgate, or the way to it, gives. */
  async execute(ctx: Ctx, sql: string, bindVariables: BindVariables = {}): Promise<QueryResult> {
    const reply = await this.vtgate.execute(ctx, { session: this.session, sql, bindVariables })
    this.session = reply.session
    if (reply.result === undefined) throw asFailure(reply.error)
    return reply.result
  }
}

const newSessions = new Map<string, Session>()
const newSessionsMax = 1000

/** Sessions are never changed, so all that begin alike begin as one. */
function newSession(targetString: string): Session {
  let session = newSessions.get(targetString)
  if (session === undefined) {
    session = Object.freeze({ ...emptySession, targetString })
    if (newSessions.size >= newSessionsMax) newSessions.clear()
    newSessions.set(targetString, session)
  }
  return session
}

function asFailure(error: FailureRecord | undefined): Failure {
  if (error === undefined) return new Failure('INTERNAL', 'vtgate answered neither a result nor an error')
  return new Failure(error.code as Failure['code'], error.message, error)
}
