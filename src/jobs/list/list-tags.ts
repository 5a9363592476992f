import { headManifest, Limiter } from '#registry';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { fullName } from './full-name.ts';
import { wholeList } from './paged-list.ts';
import { type ListedTag, newestFirst, tagsOf } from './tag-page.ts';

/** The tags of a repository of the target, as a document: survives `structuredClone` and JSON. */
export interface TagList {
  readonly schemaVersion: 1;
  readonly job: 'list';
  readonly list: 'tags';
  readonly ok: true;
  readonly target: PlanTarget;
  readonly repository: string;
  readonly tags: readonly ListedTag[];
}

/** Digests asked for at the same time. */
const headsAtOnce = 16;

/**
 * The tags of a repository: all pages of {@link tagPage}, each tag with its digest.
 * @throws as that one
 */
export async function listTags(
  target: PlanTarget,
  repository: string,
  gateways: Gateways,
  options: JobOptions,
): Promise<TagList> {
  const full = fullName(target, repository);
  const { from, items } = await wholeList(tagsOf(target, full, gateways, options));
  const tags = from === 'aws' ? items : await withDigests(target, full, items, gateways, options);
  return {
    schemaVersion: 1,
    job: 'list',
    list: 'tags',
    ok: true,
    target,
    repository: full,
    tags: tags.sort(newestFirst),
  };
}

async function withDigests(
  { registry }: PlanTarget,
  repository: string,
  tags: readonly ListedTag[],
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<ListedTag[]> {
  const session = await new Sessions(gateways, emit).at(registry);
  const heads = new Limiter(headsAtOnce);
  return Promise.all(
    tags.map(async (listed) => {
      const digest = await heads.run(() => headManifest(session, repository, listed.tag, signal), signal);
      return { ...listed, ...(digest === undefined ? {} : { digest }) };
    }),
  );
}
