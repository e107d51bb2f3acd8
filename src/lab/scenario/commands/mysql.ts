import { mysqldAddress } from '../../../vitess/wire/index.ts'
import { defineCommand } from '../command.ts'
import { MysqlClient } from '../mysql-client.ts'

const vtgatePort = /^(15306)$/

/**
 * `mysql customer/-80` opens a client of vtgate; `mysql -S $VTDATAROOT/vt_0000000300/mysql.sock -u vt_dba
 * vt_customer` one of a tablet's own MySQL. The `mysql> ` lines that follow speak to it. With `-e` it runs
 * one statement and ends.
 */
export const mysql = defineCommand({
  name: 'mysql',
  usage: '[-S <socket>] [-u <user>] [-h <host>] [-P <port>] [-e <sql>] [<database>]',
  parse(args, context) {
    let socket = ''
    let database = ''
    let statement: string | null = null
    for (let index = 0; index < args.length; index++) {
      const { text } = args[index]!
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
      else if (flag === 'e' || flag === 'execute') statement = value
      else if (flag === 'D' || flag === 'database') database = value
      else if ((flag === 'P' || flag === 'port') && !vtgatePort.test(value)) throw context.mistake(
        `nothing listens on port ${value}`, args[index], 'vtgate listens on 15306',
      )
    }
    if (socket === '') return { address: null, database, statement }
    const uid = /vt_0*(\d+)\/mysql\.sock$/.exec(socket)
    if (uid === null) throw context.mistake(
      `${socket} is no socket of a tablet`, undefined, 'as in $VTDATAROOT/vt_0000000300/mysql.sock',
    )
    return {
      address: mysqldAddress({ cell: context.variables.get('CELL') ?? 'zone1', uid: Number(uid[1]) }),
      database, statement,
    }
  },
  async run(ctx, session, { address, database, statement }) {
    const { cluster } = session.bench
    const opened = new MysqlClient(address === null
      ? { kind: 'vtgate', address: cluster.vtgates[0]! } : {
        kind: 'mysqld', open: (inner, name) => cluster.openMysql(inner, address, name),
      })
    await opened.open(ctx, database, session.print)
    if (statement === null) session.mysql = opened
    else await opened.run(ctx, statement, session.print)
  },
})
