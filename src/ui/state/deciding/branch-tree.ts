import type { Show, Take } from '../state.ts'

/** A branch in the tree, below the one that it left. */
export interface BranchNode {
  readonly take: Take
  /** 0: the first branch. */
  readonly depth: number
  /** Whether the last of its parent's children. */
  readonly isLast: boolean
}

/** All branches, each followed by those that left it, in the order of the moments where they did. */
export function branchTree({ takes }: Show): readonly BranchNode[] {
  const nodes: BranchNode[] = []
  const add = (take: Take, depth: number, isLast: boolean): void => {
    nodes.push({ take, depth, isLast })
    const children = takes.filter(({ branch }) => branch.parent?.name === take.branch.name)
      .sort((a, b) => a.branch.parent!.after - b.branch.parent!.after)
    children.forEach((child, index) => add(child, depth + 1, index === children.length - 1))
  }
  for (const take of takes) if (take.branch.parent === null) add(take, 0, true)
  return nodes
}
