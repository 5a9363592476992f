import type { Gateways } from '../gateways.ts';
import type { MirrorPlan } from '../mirror/mirror-plan.ts';
import { compareConfiguration } from './compare-configuration.ts';
import type { PlannedRepository, RepositoryConfiguration, RepositoryPart } from './configuration.ts';
import { partDigest } from './part-digest.ts';
import { readConfiguration } from './read-configuration.ts';

const words: Readonly<Record<RepositoryPart, string>> = {
  tagMutability: 'the mutability of its tags',
  scanOnPush: 'its scan on push',
  policy: 'its policy',
  lifecycle: 'its lifecycle policy',
  tags: 'what its tags hold',
};

/**
 * How a repository that a plan changes is not any more what the plan was made over, a line for each part: a run would write over what
 * nobody has seen. A part that is as the settings say by now is no difference: that is how an interrupted run goes on.
 * @throws the signal's reason; the end of a login
 */
export async function movedRepository(
  { name, action, parts = [], held: planned = {} }: PlannedRepository,
  { target, repositoryConfiguration: configuration }: Pick<MirrorPlan, 'target' | 'repositoryConfiguration'>,
  gateways: Pick<Gateways, 'aws'>,
  signal?: AbortSignal,
): Promise<string[]> {
  if (action !== 'update' || !configuration) return [];
  const wanted = only(configuration, parts);
  const { held, unread } = await readConfiguration(name, wanted, { target, gateways, ...(signal ? { signal } : {}) });
  const differing = compareConfiguration(wanted, held).map(({ part }) => part);
  return parts.flatMap((part) => {
    const now = partDigest(part, held, wanted);
    if (now === undefined) {
      const why = unread.map(({ error }) => error.message).join('; ');
      return [`repository ${name}: ${words[part]} could not be read again: ${why}`];
    }
    if (!differing.includes(part) || now === planned[part]) return [];
    return [`repository ${name}: ${words[part]} changed since the plan`];
  });
}

/** What a configuration says of some parts: no more is asked for than an update changes. */
function only(configuration: RepositoryConfiguration, parts: readonly RepositoryPart[]): RepositoryConfiguration {
  const said = parts.map((part) => [part, configuration[part]]);
  return { ...Object.fromEntries(said), throttleMs: configuration.throttleMs };
}
