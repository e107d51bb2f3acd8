import type { Size, UiState } from '../../state/index.ts'
import type { Line } from '../../text/index.ts'

/** A part of a screen with its border: exactly `rows` lines of `columns`. A pure function. */
export type Pane = (state: UiState, size: Size) => Line[]
