/** Markdown as a terminal shows it: without marks, lists and tables as they stand. */
export function plainProse(markdown: string): string {
  return markdown.replace(/^#+ */gm, '').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/(\*\*|__)(.+?)\1/g, '$2')
    .replace(/(^|[\s(])[*_]([^*_\s][^*_]*)[*_]/g, '$1$2').replace(/`([^`]+)`/g, '$1')
}
