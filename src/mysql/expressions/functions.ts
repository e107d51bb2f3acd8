import type { FunctionCall } from '../../sql/index.ts'
import { isAggregateName } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { BuiltIn } from './built-in.ts'
import { choiceFunctions } from './choice-functions.ts'
import { compileExpression } from './compile.ts'
import type { Compiled, Scope } from './compiled.ts'
import { jsonFunctions } from './json-functions.ts'
import { numberFunctions } from './number-functions.ts'
import { sessionFunctions } from './session-functions.ts'
import { textFunctions } from './text-functions.ts'
import { shiftFunction, timeFunctions } from './time-functions.ts'

const builtIns: ReadonlyMap<string, BuiltIn> = new Map([
  ...choiceFunctions, ...textFunctions, ...numberFunctions, ...timeFunctions, ...sessionFunctions, ...jsonFunctions,
])

/** A call of a built-in function. Errors: 1305, 1582, and 1111 for an aggregate in a place where none can be. */
export function compileFunction(call: FunctionCall, scope: Scope): Compiled {
  const name = call.name.toLowerCase()
  if (isAggregateName(name)) throw mysqlError(1111, 'Invalid use of group function')
  const shift = shiftFunction(call, scope)
  if (shift !== null) return shift
  const builtIn = call.database === null ? builtIns.get(name) : undefined
  if (builtIn === undefined) {
    const qualified = call.database === null ? call.name : `${call.database}.${call.name}`
    throw mysqlError(1305, `FUNCTION ${qualified} does not exist`)
  }
  const count = call.arguments.length
  if (count < builtIn.minimum || count > builtIn.maximum || call.star) {
    throw mysqlError(1582, `Incorrect parameter count in the call to native function '${call.name}'`)
  }
  return builtIn.compile(call.arguments.map((argument) => compileExpression(argument, scope)), call)
}
