import { readFileSync } from 'node:fs'
import { seek, type Campaign } from './campaign.ts'

// The campaign of a mutant, which is a program of its own. Argument: the file that says the campaign.
const write = process.stdout.write.bind(process.stdout)
const campaign = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Campaign
write(`${JSON.stringify(await seek(campaign))}\n`)
process.exit(0)
