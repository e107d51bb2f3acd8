import type { Action } from './action.ts'
import type { TextInput } from './console-state.ts'

/** Something that lies over the screen and takes the keys until it is left. */
export type Overlay =
  /** `go-to`: a time or step; `find`, `filter`, `bookmark`, `go-to-bookmark`. */
  | { readonly kind: 'prompt'; readonly what: PromptName; readonly input: TextInput; readonly problem: string }
  | { readonly kind: 'menu'; readonly menu: Menu }
  | { readonly kind: 'ask'; readonly seq: number; readonly selected: number; readonly isRevealed: boolean }
  | { readonly kind: 'console' }
  /** The words, or the names of April 2020 beside those of today. */
  | { readonly kind: 'glossary'; readonly page: 'words' | 'names'; readonly selected: number; readonly filter: string }

export type PromptName = 'go-to' | 'find' | 'filter' | 'bookmark' | 'go-to-bookmark'

/** A list to choose from. What cannot be chosen now is shown with the reason. */
export interface Menu {
  readonly name: 'fault' | 'provoke' | 'choices' | 'export' | 'branches'
  readonly title: string
  readonly items: readonly MenuItem[]
  /** Only items with these words are shown; '': all. */
  readonly filter: string
  /** Index among the items that are shown. */
  readonly selected: number
}

/** The items that the filter lets through. */
export function shownItems({ items, filter }: Menu): readonly MenuItem[] {
  const words = filter.toLowerCase().split(' ').filter(word => word !== '')
  return items.filter(({ label, hint }) => {
    const text = `${label} ${hint}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}

export interface MenuItem {
  readonly label: string
  /** What it does or means, in one line. */
  readonly hint: string
  /** null: it can be chosen. */
  readonly disabledBecause: string | null
  readonly action: Action
}
