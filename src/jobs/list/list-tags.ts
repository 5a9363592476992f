import { ReleaseError } from '#problem';
import { repositoryFault } from '#reference';
import { headManifest, Limiter, listTags as listRegistryTags } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../mirror/mirror-plan.ts';
import { Sessions } from '../sessions.ts';
import { allPages } from './all-pages.ts';
import { registryIdOf } from './list-repositories.ts';

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

interface ListedTag {
  readonly tag: string;
  readonly digest?: string;
  /** ISO 8601 */
  readonly pushedAt?: string;
  /** Bytes, as the registry counts them. */
  readonly size?: number;
}

/** Digests asked for at the same time. */
const headsAtOnce = 16;
const byVersion = new Intl.Collator('en', { numeric: true });

/**
 * The tags of a repository: the newest push first where that is known, else the highest version first.
 * @param repository with the target's prefix or without, with its registry or without
 * @throws ReleaseError `usage`, `repository-missing`, what the registry or AWS answers
 */
export async function listTags(
  target: PlanTarget,
  repository: string,
  gateways: Gateways,
  options: JobOptions,
): Promise<TagList> {
  const full = fullName(target, repository);
  const tags =
    target.kind === 'oci'
      ? await fromRegistry(target, full, gateways, options)
      : await fromAws(target, full, gateways, options).catch((error) => {
          // Rights in AWS and rights at the registry are given apart; the second suffices.
          if (ReleaseError.is(error) && error.code === 'access-denied')
            return fromRegistry(target, full, gateways, options);
          throw error;
        });
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

function fullName({ registry, prefix }: PlanTarget, text: string): string {
  const path = text.startsWith(`${registry}/`) ? text.slice(registry.length + 1) : text;
  const fault = repositoryFault(path);
  if (fault !== undefined) {
    throw new ReleaseError('usage', `${text} is not a repository of the target: ${fault}`, {
      hint: 'Name the repository without a tag, as list repositories shows it.',
    });
  }
  return prefix === '' || path === prefix || path.startsWith(`${prefix}/`) ? path : `${prefix}/${path}`;
}

async function fromAws(
  target: PlanTarget,
  repository: string,
  { aws }: Gateways,
  { signal }: JobOptions,
): Promise<ListedTag[]> {
  const registryId = registryIdOf(target);
  const images = await allPages((nextToken) =>
    aws.ecrImages(
      awsScope(target),
      { registryId, repository, ...(nextToken === undefined ? {} : { nextToken }) },
      signal,
    ),
  );
  return images.flatMap(({ tags, digest, pushedAt, size }) =>
    tags.map((tag) => ({
      tag,
      digest,
      ...(pushedAt === undefined ? {} : { pushedAt }),
      ...(size === undefined ? {} : { size }),
    })),
  );
}

async function fromRegistry(
  target: PlanTarget,
  repository: string,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<ListedTag[]> {
  const session = await new Sessions(gateways, emit).at(target.registry);
  const tags = await listRegistryTags(session, repository, signal);
  const heads = new Limiter(headsAtOnce);
  return Promise.all(
    tags.map(async (tag) => {
      const digest = await heads.run(() => headManifest(session, repository, tag, signal), signal);
      return { tag, ...(digest === undefined ? {} : { digest }) };
    }),
  );
}

function newestFirst(a: ListedTag, b: ListedTag): number {
  const pushed = (b.pushedAt ?? '').localeCompare(a.pushedAt ?? '');
  return pushed || byVersion.compare(b.tag, a.tag);
}
