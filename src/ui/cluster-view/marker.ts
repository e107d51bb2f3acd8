/** A place in a run that somebody may want to jump to. */
export interface Marker {
  readonly seq: number
  readonly timeUs: number
  /**
   * `phase`: a chapter of the run (a command of the article, a heading) · `step`: a procedure's · `ask`: a question ·
   * `fault`: something broke or was mended · `decision`: an intervention of the reader · `violation`: evidence of
   * a check · `error`: a client saw one.
   */
  readonly kind: 'phase' | 'step' | 'ask' | 'fault' | 'decision' | 'violation' | 'error'
  /** A few words: `SplitClone`, `vttablet zone1-300 down`. */
  readonly title: string
}
