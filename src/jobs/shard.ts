import * as z from 'zod/mini';
import { ReleaseError } from '#problem';

/** More machines than these share no release. */
const mostShards = 1000;

/** Which part of a release a job is about: the second of four. */
export const shardSchema = z.object({
  /** From 1. */
  index: z.int().check(z.minimum(1)),
  count: z.int().check(z.minimum(1), z.maximum(mostShards)),
  /** Images of the whole release that take part. */
  images: z.int(),
});

export type ShardPart = z.infer<typeof shardSchema>;
/** A part as it is asked for, before the release is known. */
export type Shard = Pick<ShardPart, 'index' | 'count'>;

/**
 * Reads `2/4`.
 * @throws ReleaseError `usage`
 */
export function parseShard(text: string): Shard {
  const [, first, second] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(first), count: Number(second) };
  if (shard.index >= 1 && shard.index <= shard.count && shard.count <= mostShards) return shard;
  throw new ReleaseError(
    'usage',
    `A shard is a number and how many there are, such as 2/4, with at most ${mostShards}; not ${text}`,
    { hint: 'The first of four machines runs 1/4, the last 4/4.' },
  );
}

/** `2/4`, as it is asked for and as messages name it. */
export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/**
 * Which shard each repository belongs to. Only what the files say counts, never what a registry answers: machines that do not talk must
 * come to the same split. The repositories with the most images go first, each to the shard that has the fewest by then, so that a few
 * large ones do not meet in one shard.
 * @param images the repository of every image; one that is ignored moves nothing and weighs nothing
 * @returns shard numbers from 1, by repository
 */
export function assignShards(
  images: readonly { readonly repository: string; readonly isIgnored: boolean }[],
  count: number,
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { repository, isIgnored } of images) {
    weights.set(repository, (weights.get(repository) ?? 0) + (isIgnored ? 0 : 1));
  }
  const loads = Array.from({ length: count }, () => 0);
  const heaviestFirst = [...weights].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return new Map(
    heaviestFirst.map(([repository, weight]) => {
      const lightest = loads.indexOf(Math.min(...loads));
      loads[lightest] = (loads[lightest] ?? 0) + weight;
      return [repository, lightest + 1];
    }),
  );
}
