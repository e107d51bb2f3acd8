import type { Trace } from '../../sim/index.ts'
import type { ClusterSpec } from '../../lab/cluster/index.ts'
import { Story } from './story.ts'

const stories = new WeakMap<Trace, Story>()

/**
 * The story of a run, as far as it has come. It is kept as long as its trace is, since every screen tells from
 * it; what is new is taken in.
 */
export function storyOf(trace: Trace, cluster: ClusterSpec): Story {
  let story = stories.get(trace)
  if (story === undefined) stories.set(trace, story = new Story(trace, cluster))
  story.extend()
  return story
}
