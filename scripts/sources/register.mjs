// `node --import ./scripts/sources/register.mjs`: from here on Node loads the TypeScript of `src` itself. The tests do so, since
// an import that a test runner has rewritten is a look-up in every call: the same split takes a quarter more of its time there.
import { register } from 'node:module'

register('./load.mjs', import.meta.url)
