import { ReleaseError } from '#problem';
import { isTag } from '#reference';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { fullName } from './full-name.ts';
import { registryIdOf } from './registry-id.ts';
import { type ListedTag, tagOfImage } from './tag-page.ts';

/**
 * One tag of a repository, asked for by itself.
 * @param repository with the target's prefix or without, with its registry or without
 * @returns undefined when there is no such tag
 * @throws ReleaseError `usage`, `repository-missing` where that can be told apart, what the registry or AWS answers
 */
export async function findTag(
  target: PlanTarget,
  repository: string,
  tag: string,
  gateways: Gateways,
  options: JobOptions,
): Promise<ListedTag | undefined> {
  const full = fullName(target, repository);
  if (!isTag(tag)) throw new ReleaseError('usage', `${tag} is no tag`);
  if (target.kind === 'oci') return atRegistry(target, full, tag, gateways, options);
  const query = { registryId: registryIdOf(target), repository: full, tag };
  try {
    const [image] = (await gateways.aws.ecrImages(awsScope(target), query, options.signal)).items;
    return image && tagOfImage(tag, image);
  } catch (error) {
    if (!ReleaseError.is(error) || error.code !== 'access-denied') throw error;
    return atRegistry(target, full, tag, gateways, options);
  }
}

async function atRegistry(
  { registry }: PlanTarget,
  repository: string,
  tag: string,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<ListedTag | undefined> {
  const digest = await new Sessions(gateways, emit).holds({ registry, repository, tag }, signal);
  return digest === undefined ? undefined : { tag, digest };
}
