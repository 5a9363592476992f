import type { Facts } from '../facts.ts';

/** Nothing is known of the world. */
export const noFacts: Facts = { tags: () => undefined, image: () => undefined, repositories: () => undefined };
