import type { ListedTag } from '#jobs';
import { compareVersions } from '#reference';
import type { Settings } from '../ids.ts';

export type TagOrder = Settings['tags.sort'];

type Compare = (a: ListedTag, b: ListedTag) => number;

const byName: Compare = (a, b) => (a.tag < b.tag ? -1 : Number(a.tag > b.tag));
const highestFirst: Compare = (a, b) => compareVersions(b.tag, a.tag) || byName(a, b);
/** Registries and AWS write times alike, so that texts compare as times do; an unknown time is the empty text, and comes last. */
const newestFirst: Compare = (a, b) => {
  const [left, right] = [a.pushedAt ?? '', b.pushedAt ?? ''];
  if (left !== right) return left > right ? -1 : 1;
  return highestFirst(a, b);
};

/** How each order compares tags: what is to stand first is the lesser. */
export const tagOrders: Readonly<Record<TagOrder, Compare>> = {
  pushed: newestFirst,
  version: highestFirst,
  name: byName,
};
