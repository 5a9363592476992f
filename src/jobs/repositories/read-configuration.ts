import { ReleaseError } from '#problem';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import { isLoginEnd } from '../login-ended.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { HeldConfiguration } from './compare-configuration.ts';
import type { RepositoryConfiguration } from './configuration.ts';
import { registryOf } from './registry-of.ts';
import type { HeldRepository } from './repository-gateway.ts';

/** A part of a repository that could not be read, and why. */
export interface UnreadPart {
  readonly what: 'repository' | 'policy' | 'lifecycle' | 'tags';
  readonly error: ReleaseError;
}

/**
 * Reads what a repository has of that which a configuration speaks of, in up to four calls; what can't be read is absent.
 * @throws the signal's reason; the end of a login; `setting-invalid` for ECR Public
 */
export async function readConfiguration(
  repository: string,
  wanted: RepositoryConfiguration,
  { target, gateways, signal }: { target: PlanTarget; gateways: Pick<Gateways, 'aws'>; signal?: AbortSignal },
): Promise<{ readonly held: HeldConfiguration; readonly unread: readonly UnreadPart[] }> {
  const { repositories: ecr } = gateways.aws;
  const scope = awsScope(target);
  const place = { registryId: registryOf(target), repository };
  const unread: UnreadPart[] = [];
  const readable = async <T>(what: UnreadPart['what'], read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      signal?.throwIfAborted();
      // What is compared decides no image: only a job that nobody is logged in for stops.
      if (isLoginEnd(error) || !ReleaseError.is(error)) throw error;
      unread.push({ what, error });
      return undefined;
    }
  };
  const describes = wanted.tagMutability ?? wanted.scanOnPush ?? wanted.kmsKey ?? wanted.tags;
  const [held, policy, lifecycle] = await Promise.all([
    describes === undefined ? undefined : readable('repository', () => ecr.describe(scope, place, signal)),
    wanted.policy === undefined
      ? undefined
      : readable('policy', async () => ({ text: await ecr.policy(scope, place, signal) })),
    wanted.lifecycle === undefined
      ? undefined
      : readable('lifecycle', async () => ({ text: await ecr.lifecycle(scope, place, signal) })),
  ]);
  const tags = await tagsOf(held);
  return { held: { repository: held, policy, lifecycle, tags }, unread };

  async function tagsOf(known: HeldRepository | undefined): Promise<Readonly<Record<string, string>> | undefined> {
    if (!known || wanted.tags === undefined) return undefined;
    return readable('tags', () => ecr.tags(scope, known.arn, signal));
  }
}
