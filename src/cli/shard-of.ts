import { parseShard, type Shard } from '#jobs';
import { type OptionValues, releaseOptions } from './options.ts';

/** The part of a release that the command line asks for; undefined for the whole. @throws ReleaseError `usage` */
export function shardOf(options: OptionValues): Shard | undefined {
  const part = options.text(releaseOptions.shard);
  return part === undefined ? undefined : parseShard(part);
}
