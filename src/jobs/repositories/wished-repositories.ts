import type { MirrorPlan } from '../mirror/mirror-plan.ts';
import type { RepositoryConfiguration } from './configuration.ts';
import { planRepositories, type RepositoriesContext, type RepositoryPlanInput } from './plan-repositories.ts';

/** What the settings want of the repositories that images go to. */
export interface RepositoryWish {
  readonly create: boolean;
  readonly update: boolean;
  readonly configuration: RepositoryConfiguration;
}

/**
 * The part of a plan that is about repositories; empty where there is nothing to do or to say.
 * @throws what {@link planRepositories} throws
 */
export async function wishedRepositories(
  wish: RepositoryWish | undefined,
  planned: readonly { readonly item: RepositoryPlanInput['items'][number] }[],
  context: RepositoriesContext,
): Promise<Pick<MirrorPlan, 'repositories' | 'repositoryConfiguration'>> {
  if (!wish) return {};
  const items = planned.map(({ item }) => item);
  const missing = context.missing ?? new Set();
  const repositories = await planRepositories({ ...wish, items, missing }, context);
  return repositories.length === 0 ? {} : { repositories, repositoryConfiguration: wish.configuration };
}
