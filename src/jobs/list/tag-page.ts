import { tagsPage } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { EcrImage, Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { fullName } from './full-name.ts';
import { onePage, type PageChoice, type PagedList } from './paged-list.ts';
import { registryIdOf } from './registry-id.ts';
import { awsTells, registryTells, type Source } from './source.ts';
import { tokenSource } from './token-source.ts';

export interface ListedTag {
  readonly tag: string;
  /** Absent where only asking for the tag itself would tell. */
  readonly digest?: string;
  /** ISO 8601 */
  readonly pushedAt?: string;
  /** Bytes, as the registry counts them. */
  readonly size?: number;
}

/** Some of the tags of a repository: among them the newest push first where that is known, else the highest version first. */
export interface TagPage {
  /** With the target's prefix. */
  readonly repository: string;
  readonly tags: readonly ListedTag[];
  /** The cursor of the next page; absent at the end. */
  readonly next?: string;
}

const byVersion = new Intl.Collator('en', { numeric: true });

/**
 * A page of a repository's tags. When AWS denies it the registry is asked, which knows no digests here.
 * @param repository with the target's prefix or without, with its registry or without
 * @throws ReleaseError `usage`, `repository-missing`, what the registry or AWS answers
 */
export async function tagPage(
  target: PlanTarget,
  repository: string,
  choice: PageChoice,
  gateways: Gateways,
  options: JobOptions,
): Promise<TagPage> {
  const full = fullName(target, repository);
  const { items, next } = await onePage(tagsOf(target, full, gateways, options), choice);
  return { repository: full, tags: items, ...(next === undefined ? {} : { next }) };
}

/** The tags of a repository, and who can tell them. @throws ReleaseError `usage` */
export function tagsOf(
  target: PlanTarget,
  repository: string,
  gateways: Gateways,
  options: JobOptions,
): PagedList<'aws' | 'registry', ListedTag> {
  const name = `tags of ${target.registry}/${repository}`;
  const registry = { from: 'registry' as const, source: fromRegistry(target, repository, gateways, options) };
  if (target.kind === 'oci') return { name, sources: [registry] };
  // Rights in AWS and rights at the registry are given apart; the second suffices.
  return { name, sources: [{ from: 'aws', source: fromEcr(target, repository, gateways, options) }, registry] };
}

/** One tag of an image, as ECR tells it. */
export function tagOfImage(tag: string, { digest, pushedAt, size }: EcrImage): ListedTag {
  return {
    tag,
    digest,
    ...(pushedAt === undefined ? {} : { pushedAt }),
    ...(size === undefined ? {} : { size }),
  };
}

/** The order of tags: the newest push first, then the highest version. */
export function newestFirst(a: ListedTag, b: ListedTag): number {
  const pushed = (b.pushedAt ?? '').localeCompare(a.pushedAt ?? '');
  return pushed || byVersion.compare(b.tag, a.tag);
}

function fromEcr(target: PlanTarget, repository: string, { aws }: Gateways, { signal }: JobOptions): Source<ListedTag> {
  const registryId = registryIdOf(target);
  return tokenSource(awsTells, async (nextToken, pageSize) => {
    const query = { registryId, repository, pageSize, ...(nextToken === undefined ? {} : { nextToken }) };
    const page = await aws.ecrImages(awsScope(target), query, signal);
    const tags = page.items.flatMap((image) => image.tags.map((tag) => tagOfImage(tag, image)));
    return { items: tags.sort(newestFirst), next: page.nextToken };
  });
}

function fromRegistry(
  { registry }: PlanTarget,
  repository: string,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Source<ListedTag> {
  const sessions = new Sessions(gateways, emit);
  return tokenSource(registryTells(registry), async (path, size) => {
    const { names, next } = await tagsPage(await sessions.at(registry), repository, { path, size }, signal);
    return { items: names.map((tag) => ({ tag })).sort(newestFirst), next };
  });
}
