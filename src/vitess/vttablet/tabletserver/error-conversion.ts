import { type Code, Failure } from '../../../sim/index.ts'
import { byCodeUnit } from '../../../base/index.ts'
import { type BindVariable, type BindVariables, valueText } from '../../../sql/index.ts'

/** Codes as grpc-go prints them. */
const grpcNames: ReadonlyMap<Code, string> = new Map<Code, string>([
  ['CANCELED', 'Canceled'], ['UNKNOWN', 'Unknown'], ['INVALID_ARGUMENT', 'InvalidArgument'],
  ['DEADLINE_EXCEEDED', 'DeadlineExceeded'], ['NOT_FOUND', 'NotFound'], ['ALREADY_EXISTS', 'AlreadyExists'],
  ['PERMISSION_DENIED', 'PermissionDenied'], ['RESOURCE_EXHAUSTED', 'ResourceExhausted'],
  ['FAILED_PRECONDITION', 'FailedPrecondition'], ['ABORTED', 'Aborted'], ['OUT_OF_RANGE', 'OutOfRange'],
  ['UNIMPLEMENTED', 'Unimplemented'], ['INTERNAL', 'Internal'], ['UNAVAILABLE', 'Unavailable'],
  ['DATA_LOSS', 'DataLoss'], ['UNAUTHENTICATED', 'Unauthenticated'],
])

const numbersOf: readonly (readonly [Code, readonly number[]])[] = [
  ['UNIMPLEMENTED', [1235]],
  ['RESOURCE_EXHAUSTED', [
    1021, 1037, 1038, 1040, 1041, 1114, 1129, 1135, 1151, 1153, 1203, 1206, 1226, 10001,
  ]],
  // 2013 is what a client sees when its query was killed.
  ['DEADLINE_EXCEEDED', [1205, 2013]],
  ['UNAVAILABLE', [1053, 2006]],
  ['NOT_FOUND', [1029, 1032, 1054, 1094, 1109, 1122, 1141, 1146, 1147, 1176]],
  ['PERMISSION_DENIED', [1044, 1045, 1095, 1211, 1227]],
  ['FAILED_PRECONDITION', [
    1046, 1082, 1091, 1099, 1100, 1104, 1148, 1162, 1165, 1169, 1173, 1179, 1207, 1215, 1216, 1217, 1223,
    1230, 1241, 1242, 1288, 1289, 1291, 1451, 1452, 1792,
  ]],
  ['ALREADY_EXISTS', [1050, 1062, 1086, 1125]],
  ['ABORTED', [1078, 1080, 1152, 1213]],
  ['INVALID_ARGUMENT', [
    1047, 1048, 1049, 1051, 1052, 1055, 1056, 1057, 1058, 1059, 1060, 1061, 1063, 1064, 1065, 1066, 1067,
    1068, 1069, 1070, 1071, 1072, 1073, 1074, 1075, 1083, 1084, 1085, 1089, 1090, 1093, 1096, 1097, 1101,
    1102, 1103, 1106, 1107, 1108, 1110, 1111, 1113, 1115, 1116, 1117, 1118, 1120, 1121, 1128, 1136, 1138,
    1139, 1140, 1144, 1149, 1166, 1167, 1170, 1171, 1172, 1193, 1204, 1210, 1221, 1222, 1225, 1228, 1229,
    1231, 1232, 1233, 1234, 1238, 1239, 1240, 1245, 1247, 1248, 1250, 1253, 1264, 1267, 1270, 1271, 1272,
    1273, 1280, 1281, 1283, 1292, 1293, 1294, 1298, 1300, 1305, 1317, 1366, 1367, 1406, 1411, 1450, 1690,
  ]],
]
const codesByNumber: ReadonlyMap<number, Code> =
  new Map(numbersOf.flatMap(([code, numbers]) => numbers.map(number => [number, code] as const)))

/** Source: go/vt/vttablet/tabletserver/tabletserver.go convertErrorCode. */
export function codeOfErrno(errno: number, message: string): Code {
  if (errno === 1290) return message.includes('read-only') ? 'FAILED_PRECONDITION' : 'UNKNOWN'
  if (errno === 1227 && message.includes('failover in progress')) return 'FAILED_PRECONDITION'
  return codesByNumber.get(errno) ?? 'UNKNOWN'
}

/**
 * How a database that is not there shows itself to a client of MySQL: 2013 in the middle of a query, 2002 at
 * connecting.
 */
function asMysqlFailure(failure: Failure): Failure {
  if (failure.errno !== undefined || failure.code !== 'UNAVAILABLE') return failure
  const [errno, text] = failure.definite ? [2002, `net.Dial failed: ${failure.message}`] as const
    : [2013, 'EOF'] as const
  return new Failure('UNAVAILABLE', text, { definite: failure.definite, errno, sqlState: 'HY000' })
}

/**
 * The failure of a statement as the query service reports it: MySQL's own with number, state and the
 * statement, others with the caller only. Source: go/vt/vttablet/tabletserver/tabletserver.go
 * convertAndLogError.
 */
export function statementFailure(
  cause: Failure, callerId: string, sql: string, bindVariables: BindVariables,
): Failure {
  const failure = asMysqlFailure(cause)
  const { errno, definite } = failure
  if (errno === undefined) return new Failure(failure.code, `${failure.message} (CallerID: ${callerId})`,
    { definite })
  const sqlState = failure.sqlState ?? 'HY000'
  const text = `${failure.message} (errno ${errno}) (sqlstate ${sqlState}) (CallerID: ${callerId}): `
    + queryText(sql, bindVariables)
  return new Failure(codeOfErrno(errno, failure.message), text, { definite, errno, sqlState })
}

/** How Go prints an error that came by gRPC. */
export const grpcError =
  (code: Code, message: string): string => `rpc error: code = ${grpcNames.get(code)} desc = ${message}`

/** `Sql: "…", BindVars: {a: "type:INT64 value:\"1\" "b: …}`; Vitess puts nothing between two variables. */
function queryText(sql: string, bindVariables: BindVariables): string {
  const names = Object.keys(bindVariables).sort(byCodeUnit)
  const list = names.map(name => `${name}: ${goQuoted(bindVariableText(bindVariables[name]!))}`).join('')
  return `Sql: ${goQuoted(sql)}, BindVars: {${list}}`
}

function bindVariableText(variable: BindVariable): string {
  const text = valueText(variable.value ?? null)
  const values = (variable.values ?? []).map(item => `values:<${bindVariableText(item)}> `).join('')
  return `type:${variable.type} ${text === null ? '' : `value:${goQuoted(text)} `}${values}`
}

/** Go's `%q`, for printable text. */
const goQuoted = (text: string): string => JSON.stringify(text)
