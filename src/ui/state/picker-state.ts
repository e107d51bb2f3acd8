/** What can be opened. */
export interface CatalogueEntry {
  readonly kind: 'lesson' | 'scenario' | 'canary' | 'crash' | 'found'
  /** `scenarios/lessons/01-where-is-customer-4.md`; for `found` a run file. */
  readonly file: string
  readonly title: string
  readonly question: string
  /** The lesson's rule in one sentence; '' for what is no lesson. */
  readonly rule: string
  /** The lesson's number in the course; null: none. */
  readonly lesson: number | null
  readonly minutes: number | null
  /** Who plays in it: `customer/0 → -80, 80- · 4 clients`. */
  readonly actors: string
}

export interface PickerState {
  readonly entries: readonly CatalogueEntry[]
  /** Index among the entries that the filter lets through. */
  readonly selected: number
  readonly filter: string
  /** Files of lessons that were played to their end in this session or an earlier one. */
  readonly done: ReadonlySet<string>
}

/** Where the cursor begins: at the first lesson that is not done; at the top if all are. */
export function firstChoice({ entries, done }: Pick<PickerState, 'entries' | 'done'>): number {
  return Math.max(0, entries.findIndex(({ kind, file }) => kind === 'lesson' && !done.has(file)))
}

/** The entries that the filter lets through: all of its words are in title, question, rule or file. */
export function shownEntries({ entries, filter }: PickerState): readonly CatalogueEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(word => word !== '')
  return entries.filter(entry => {
    const text = `${entry.title} ${entry.question} ${entry.rule} ${entry.file}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
