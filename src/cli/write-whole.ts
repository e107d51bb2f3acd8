import { accessSync, constants, lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotWriteError } from './report-error.ts'

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'], ['EDQUOT', 'the quota of the disk is used up'], ['EROFS', 'the disk is read-only'],
  ['EACCES', 'this is not allowed'], ['EPERM', 'this is not allowed'], ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'what should be a folder is a file'], ['EISDIR', 'this is a folder'], ['EEXIST', 'what should be a folder is a file'],
])

function cannotWrite(file: string, error: unknown): CannotWriteError {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException
  return new CannotWriteError(`cannot write ${file}: ${reasons.get(code) ?? code}`)
}

/**
 * Writes all of a file or nothing: one that was there before stays as it was until the new one is complete. Fails
 * with a CannotWriteError; `shown` is the file as the reader knows it.
 */
export function writeWhole(path: string, text: string, shown: string): void {
  try {
    if (isSpecial(path)) return writeFileSync(path, text)
    const unfinished = `${path}.unfinished`
    try {
      writeFileSync(unfinished, text)
      renameSync(unfinished, path)
    } catch (error) {
      rmSync(unfinished, { force: true })
      throw error
    }
  } catch (error) {
    throw cannotWrite(shown, error)
  }
}

/**
 * Writes a file that was not there before, and answers its name: `split.html`, else `split-2.html` … Fails with a
 * CannotWriteError.
 */
export function writeNew(folder: string, stem: string, ending: string, text: string): string {
  for (let nth = 1; ; nth++) {
    const name = `${stem}${nth === 1 ? '' : `-${nth}`}.${ending}`
    try {
      writeFileSync(join(folder, name), text, { flag: 'wx' })
      return name
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      rmSync(join(folder, name), { force: true })
      throw cannotWrite(name, error)
    }
  }
}

/** A device, a pipe, a link, or a folder: nothing that another file may take the place of. */
function isSpecial(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found !== undefined && !found.isFile()
}

/** Finds out early whether a file could be written, and leaves no trace. Fails with a CannotWriteError. */
export function checkWritable(path: string, shown: string): void {
  try {
    const before = statSync(path, { throwIfNoEntry: false })
    writeFileSync(path, '', { flag: 'a' })
    if (before === undefined) rmSync(path)
  } catch (error) {
    throw cannotWrite(shown, error)
  }
}

/** Finds out early whether files could be written into a folder, which need not be there yet. Fails with a CannotWriteError. */
export function checkFolder(path: string, shown: string): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined && dirname(path) !== path) return checkFolder(dirname(path), shown)
    if (found?.isDirectory() === false) throw cannotWrite(shown, { code: 'ENOTDIR' })
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw error instanceof CannotWriteError ? error : cannotWrite(shown, error)
  }
}

/** Makes a folder and those above it. Fails with a CannotWriteError. */
export function makeFolder(path: string, shown: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw cannotWrite(shown, error)
  }
}
