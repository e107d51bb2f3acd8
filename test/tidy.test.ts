import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileLinesMax, forbidden, lineLengthMax, longFiles, onlyFor, packages, ranks } from './tidy/rules.ts'
import { resolveImport, root, sourcesBelow, type Source } from './tidy/sources.ts'

const sources = sourcesBelow('src')
const partOf = (path: string): string => {
  const found = ranks.find(({ part }) => path.startsWith(`src/${part}/`))
  if (found === undefined) throw new Error(`${path} is in no part of the house: see ranks in test/tidy/rules.ts`)
  return found.part
}
const rankOf = (part: string): number => ranks.find(entry => entry.part === part)!.rank
const within = (part: string, allowed: readonly string[]): boolean =>
  allowed.some(name => part === name || part.startsWith(`${name}/`))

/** Every relative import that leaves its part, with the two parts. */
const crossings = sources.flatMap(source => source.imports.flatMap(({ specifier, line }) => {
  const target = resolveImport(source.path, specifier)
  if (target === null) return []
  const from = partOf(source.path), to = partOf(target)
  return from === to ? [] : [{ where: `${source.path}:${line}`, target, from, to }]
}))

describe('the house', () => {
  test('imports go down only', () => {
    const broken = crossings.filter(({ from, to }) => rankOf(to) >= rankOf(from)).map(({ where, from, to, target }) =>
      `${where} imports ${target}, but ${to} is ${rankOf(to) === rankOf(from) ? 'beside' : 'above'} ${from}: `
      + 'move what both need into a part below, or hand it in from above')
    expect(broken).toEqual([])
  })

  test('a part is entered through its index.ts', () => {
    const broken = crossings.filter(({ target, to }) => target !== `src/${to}/index.ts`).map(({ where, target, to }) =>
      `${where} reaches into ${target}: export it from src/${to}/index.ts, which is what the part promises`)
    expect(broken).toEqual([])
  })

  test('some parts are for some others only', () => {
    const broken = onlyFor.flatMap(rule => crossings.filter(({ to, from }) => to === rule.part && !within(from, rule.allowed))
      .map(({ where }) => `${where} imports ${rule.part}: ${rule.because}`))
    expect(broken).toEqual([])
  })

  test('a package is used where it belongs', () => {
    const broken = sources.flatMap(source => source.imports.flatMap(({ specifier, line }) => {
      if (specifier.startsWith('.')) return []
      const name = specifier.startsWith('node:') ? 'node:*' : specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
      const rule = packages.find(entry => entry.name === name)
      if (rule === undefined) return [`${source.path}:${line} imports ${name}, which test/tidy/rules.ts does not know: say there why it is needed`]
      return within(partOf(source.path), rule.allowed) ? [] : [`${source.path}:${line} imports ${name}: ${rule.because}`]
    }))
    expect(broken).toEqual([])
  })

  test('every part opens with its chapter', () => {
    const broken = ranks.filter(({ part }) => part !== 'base' && part !== 'cli').flatMap(({ part }) => {
      const index = sources.find(({ path }) => path === `src/${part}/index.ts`)
      if (index === undefined) return [`src/${part}/index.ts is missing`]
      return index.text.startsWith('/**') ? [] : [`src/${part}/index.ts: open with the chapter of the part (what it is, its words, a drawing, what Vitess does that we do not)`]
    })
    expect(broken).toEqual([])
  })
})

describe('the code', () => {
  test('knows no time and no chance but the simulator\'s', () => {
    const below = sources.filter(({ path }) => !path.startsWith('src/cli/'))
    const broken = below.flatMap(source => forbidden.flatMap(({ name, instead, except = [] }) =>
      except.some(prefix => source.path.startsWith(prefix)) ? []
        : linesWith(source, name).map(({ line, match }) => `${source.path}:${line} uses ${match}: use ${instead}`)))
    expect(broken).toEqual([])
  })

  test('has no dead file', () => {
    const reached = new Set<string>()
    const byPath = new Map(sources.map(source => [source.path, source]))
    const visit = (path: string): void => {
      if (reached.has(path) || !byPath.has(path)) return
      reached.add(path)
      for (const { specifier } of byPath.get(path)!.imports) {
        const target = resolveImport(path, specifier)
        if (target !== null) visit(target)
      }
    }
    const entries = ['src/cli/main.ts', 'src/library/index.ts', 'src/property/index.ts']
    entries.forEach(visit)
    expect(sources.map(({ path }) => path).filter(path => !reached.has(path)),
      `files that nothing reaches from ${entries.join(', ')}: delete them, or use them`).toEqual([])
  })

  test('comes in files and lines that can be read', () => {
    const broken = sources.flatMap(({ path, lines }) => [
      ...lines.length - 1 > fileLinesMax && !longFiles.has(path)
        ? [`${path} has ${lines.length - 1} lines: split it by idea (more than ${fileLinesMax} are more than one idea)`] : [],
      ...lines.flatMap((line, i) => line.length > lineLengthMax ? [`${path}:${i + 1} is ${line.length} columns wide (${lineLengthMax} at most)`] : []),
    ])
    expect(broken).toEqual([])
  })

  test('is named for its ideas', () => {
    const vague = /(^|\/)(utils?|helpers?|types|misc|common)\.tsx?$/
    const broken = sources.map(({ path }) => path).filter(path => vague.test(path) || !/^[a-z0-9./-]+$/.test(path))
    expect(broken, 'kebab-case, and no utils, helpers or types: a file is named for its idea').toEqual([])
  })
})

describe('the project', () => {
  test('says in docs/decisions why each dependency is there', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
    const said = readFileSync(join(root, 'docs/decisions/dependencies.md'), 'utf8')
    const names = [...Object.keys(manifest['dependencies']!), ...Object.keys(manifest['devDependencies']!)]
    expect(names.filter(name => !said.includes(`\`${name}\``))).toEqual([])
  })
})

function linesWith(source: Source, pattern: RegExp): { line: number; match: string }[] {
  return source.code.flatMap((text, i) => {
    const match = pattern.exec(text)
    return match === null ? [] : [{ line: i + 1, match: match[0] }]
  })
}
