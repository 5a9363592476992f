import { type Behaviour, type Counts, FastRegistry } from './fast-registry.ts';
import type { Image } from './image-set.ts';

/** What the bench asks of a registry's process, and what it answers. */
export type Ask =
  | { readonly ask: 'open'; readonly images: readonly Image[]; readonly behaviour: Behaviour }
  | { readonly ask: 'state' };
export type Answer =
  | { readonly port: number }
  | { readonly counts: Counts; readonly tags: readonly (readonly [string, string])[] };

/**
 * A registry in a process of its own. Each `open` is a new, empty one (but for the images given) at a new port, so that nothing that
 * a program keeps of the last one helps it.
 */
let registry: FastRegistry | undefined;
process.on('message', async (message: Ask) => {
  if (message.ask === 'open') {
    registry?.close();
    registry = new FastRegistry(message.images, message.behaviour);
    answer({ port: await registry.open() });
  } else if (registry) answer({ counts: registry.counts, tags: registry.tags() });
});
process.on('disconnect', () => process.exit());

function answer(words: Answer): void {
  process.send?.(words);
}
