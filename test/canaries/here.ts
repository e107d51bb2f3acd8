import { readFileSync } from 'node:fs'
import { seek, type Campaign } from './campaign.ts'

// The program with all quick canaries in it. Argument: a file with the list of campaigns. Prints what each came to, a line each.
const write = process.stdout.write.bind(process.stdout)
const campaigns = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Campaign[]
for (const campaign of campaigns) write(`${JSON.stringify(await seek(campaign))}\n`)
process.exit(0)
