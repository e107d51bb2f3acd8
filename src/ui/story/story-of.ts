import type { ClusterSpec } from '../../lab/cluster/index.ts'
import type { Trace } from '../../sim/index.ts'
import { Story } from './story.ts'

const stories = new WeakMap<Trace, Story>()

/**
 * The story of a run as far as the run has got. It is made once for each trace and depends on nothing else, so
 * a screen that asks for it is still a function of the state.
 */
export function storyOf(trace: Trace, cluster: ClusterSpec): Story {
  let story = stories.get(trace)
  if (story === undefined) stories.set(trace, story = new Story(trace, cluster))
  if (story.length < trace.length) story.extend()
  return story
}
