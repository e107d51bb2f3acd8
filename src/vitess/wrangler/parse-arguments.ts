import { failure } from '../command/index.ts'
import { servedTypes, type ServedType, type TabletType, tabletTypes } from '../wire/index.ts'

/** Source: go/vt/topo/topoproto/tablet.go ParseTabletType. */
export function parseTabletType(text: string): TabletType {
  const upper = text.toUpperCase()
  const type = tabletTypes.find(known => known === (upper === 'BATCH' ? 'RDONLY' : upper))
  if (type === undefined) throw failure(`invalid tablet type ${text}: unknown TabletType ${text}`,
    'INVALID_ARGUMENT')
  return type
}

/** A type that the serving graph knows. Source: go/vt/vtctl/vtctl.go parseServingTabletType3. */
export function parseServedType(text: string): ServedType {
  const type = parseTabletType(text)
  const served = servedTypes.find(known => known === type)
  if (served === undefined) throw failure(`served_type has to be in the serving graph, not ${text}`,
    'INVALID_ARGUMENT')
  return served
}

/** `true`, `false` and the other spellings of Go's strconv.ParseBool. */
export function parseBool(text: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false
  throw failure(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`, 'INVALID_ARGUMENT')
}

/** The number of a stream. */
export function parseUid(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) throw failure(
    `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`, 'INVALID_ARGUMENT')
  return Number(text)
}
