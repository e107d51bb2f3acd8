import { UserError } from '../../../base/index.ts'
import { mysqldAddress } from '../../../vitess/wire/index.ts'
import { defineCommand } from '../command.ts'
import { MysqlClient } from '../mysql-client.ts'
import type { Argument } from '../shell/expand.ts'
import type { ShellSession } from '../shell-session.ts'

const vtgatePort = /^(15306)$/

/**
 * `mysql customer/-80` opens a client of vtgate; `mysql -S $VTDATAROOT/vt_0000000300/mysql.sock -u vt_dba
 * vt_customer` one of a tablet's own MySQL. The `mysql> ` lines that follow speak to it. With `-e` it runs
 * one statement and ends. `-h vtgate-2` speaks to another vtgate than the first.
 */
export const mysql = defineCommand({
  name: 'mysql',
  usage: '[-S <socket>] [-u <user>] [-h <host>] [-P <port>] [-e <sql>] [--binary-as-hex] [<database>]',
  parse(args, context) {
    let socket = ''
    let database = ''
    let statement: string | null = null
    let host: Argument | null = null
    let binaryAsHex = false
    for (let index = 0; index < args.length; index++) {
      const { text } = args[index]!
      if (text === '--binary-as-hex') {
        binaryAsHex = true
        continue
      }
      const match = /^(?:-([SuhPeD])(.*)|--(socket|user|host|port|execute|database)(?:=(.*))?)$/.exec(text)
      if (match === null) {
        if (text.startsWith('-') && !/^-(?:[0-9a-fA-F]*)$/.test(text) && text !== '-A') throw context.mistake(
          `unknown option \`${text}\``, args[index],
        )
        if (text !== '-A') database = text
        continue
      }
      const value = (match[2] ?? match[4] ?? '') || args[++index]?.text
      if (value === undefined) throw context.mistake(`${text} needs a value`, args[index - 1])
      const flag = match[1] ?? match[3]
      if (flag === 'S' || flag === 'socket') socket = value
      else if (flag === 'h' || flag === 'host') host = { text: value, at: args[index]!.at }
      else if (flag === 'e' || flag === 'execute') statement = value
      else if (flag === 'D' || flag === 'database') database = value
      else if ((flag === 'P' || flag === 'port') && !vtgatePort.test(value)) throw context.mistake(
        `nothing listens on port ${value}`, args[index], 'vtgate listens on 15306',
      )
    }
    if (socket === '') return { address: null, host, database, statement, binaryAsHex }
    const uid = /vt_0*(\d+)\/mysql\.sock$/.exec(socket)
    if (uid === null) throw context.mistake(
      `${socket} is no socket of a tablet`, undefined, 'as in $VTDATAROOT/vt_0000000300/mysql.sock',
    )
    return {
      address: mysqldAddress({ cell: context.variables.get('CELL') ?? 'zone1', uid: Number(uid[1]) }),
      host, database, statement, binaryAsHex,
    }
  },
  async run(ctx, session, { address, host, database, statement, binaryAsHex }) {
    const { cluster } = session.bench
    const opened = new MysqlClient(address === null
      ? { kind: 'vtgate', address: vtgateOf(session, host) } : {
        kind: 'mysqld', open: (inner, name) => cluster.openMysql(inner, address, name),
      }, binaryAsHex)
    await opened.open(ctx, database, session.fail)
    if (statement === null) session.mysql = opened
    else await opened.run(ctx, statement, session.print, session.fail)
  },
})

/** The vtgate of that name; on this host, or on none, the first. Fails with a UserError. */
function vtgateOf(session: ShellSession, host: Argument | null): string {
  const { vtgates } = session.bench.cluster
  if (host === null || /^(127\.0\.0\.1|localhost)$/.test(host.text)) return vtgates[0]!
  if (vtgates.includes(host.text)) return host.text
  throw new UserError(`there is no vtgate on host \`${host.text}\``, {
    position: host.at, hint: `hosts are: 127.0.0.1, ${vtgates.join(', ')}`,
  })
}
