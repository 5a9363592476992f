import { ReleaseError } from '#problem';
import { untilAborted } from '#registry';
import type { AwsScope } from '../aws-scope.ts';
import type { RepositoryConfiguration, RepositoryPart } from './configuration.ts';
import type { RepositoryGateway, RepositoryPlace } from './repository-gateway.ts';

/**
 * Brings parts of a repository to the configuration, as far as it speaks of them; that one is refused does not stop the others.
 * @returns the first refusal
 */
export async function bringParts(
  ecr: RepositoryGateway,
  scope: AwsScope,
  place: RepositoryPlace,
  configuration: RepositoryConfiguration,
  parts: readonly RepositoryPart[],
  signal?: AbortSignal,
): Promise<ReleaseError | undefined> {
  const { tagMutability, scanOnPush, policy, lifecycle, tags } = configuration;
  const calls: Readonly<Record<RepositoryPart, () => Promise<void> | undefined>> = {
    tagMutability: () => tagMutability && ecr.setTagMutability(scope, place, tagMutability, signal),
    scanOnPush: () => (scanOnPush === undefined ? undefined : ecr.setScanOnPush(scope, place, scanOnPush, signal)),
    policy: () => (policy === undefined ? undefined : ecr.setPolicy(scope, place, policy, signal)),
    lifecycle: () => (lifecycle === undefined ? undefined : ecr.setLifecycle(scope, place, lifecycle, signal)),
    tags: async () => {
      if (tags) await ecr.setTags(scope, (await ecr.describe(scope, place, signal)).arn, tags, signal);
    },
  };
  let refusal: ReleaseError | undefined;
  for (const part of parts) {
    try {
      signal?.throwIfAborted();
      await untilAborted(Promise.resolve(calls[part]()), signal);
    } catch (error) {
      refusal ??= ReleaseError.from(error);
    }
  }
  return refusal;
}
