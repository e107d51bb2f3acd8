/**
 * # Text: what a screen is made of
 *
 * A **span** is some characters with one **tone**, which says what they mean. A **line** is spans. A
 * **block** is lines of equal width. A **theme** turns lines into what a terminal takes.
 *
 *     pane ─▶ block ─┐
 *     pane ─▶ block ─┴─ beside, fill ─▶ screen ─ render(theme) ─▶ strings
 *
 * Invariants: layout is arithmetic on columns and rows; nothing is ever wider than asked for, and what is
 * cut ends in an ellipsis. Only glyphs that all terminals draw one column wide, none that a font may draw as
 * an emoji. Colour never carries a fact alone.
 */
export { beside, box, fill, type BoxOptions } from './block.ts'
export {
  assertSize, bold, dim, emptyLine, fit, head, key, line, span, textOf, title, widthOf,
  type Line, type Span, type Tone,
} from './line.ts'
export { dimmed, overlay, part } from './overlay.ts'
export { render, type Theme } from './theme.ts'
export { wrap } from './wrap.ts'
