import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export interface Import { readonly specifier: string; readonly line: number }
export interface Source {
  /** From the root, with `/`: `src/sim/ctx.ts`. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  /** The lines with comments and the contents of strings blanked out. */
  readonly code: readonly string[]
  readonly imports: readonly Import[]
}

export function sourcesBelow(folder: string): Source[] {
  return filesBelow(folder).filter(path => /\.tsx?$/.test(path)).map(read)
}

export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).sort().flatMap(name => {
    const path = `${folder}/${name}`
    return statSync(join(root, path)).isDirectory() ? filesBelow(path) : [path]
  })
}

/** The file that a relative import names, from the root; null for a package. */
export function resolveImport(from: string, specifier: string): string | null {
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)).replaceAll('\\', '/') : null
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  return { path, text, lines: text.split('\n'), code: blankOut(file, text).split('\n'), imports: importsOf(file) }
}

function importsOf(file: ts.SourceFile): Import[] {
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined
    if (specifier !== undefined && ts.isStringLiteral(specifier)) {
      found.push({ specifier: specifier.text, line: file.getLineAndCharacterOfPosition(specifier.getStart(file)).line + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Comments and string contents become blanks, so that a word in prose is not taken for a use of it. */
function blankOut(file: ts.SourceFile, text: string): string {
  const out = [...text]
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' '
  }
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || node.kind === ts.SyntaxKind.RegularExpressionLiteral
      || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      blank(node.getStart(file) + 1, node.getEnd() - 1)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, false, ts.LanguageVariant.Standard, out.join(''))
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia) {
      blank(scanner.getTokenStart(), scanner.getTokenEnd())
    }
  }
  return out.join('')
}
