import { parseReference } from '#reference';
import type { Item } from '../item.ts';
import type { MirrorPlan } from '../mirror/mirror-plan.ts';
import type { PlannedRepository } from './configuration.ts';

/** Repositories of a plan, and what goes to them. */
interface RepositoriesWanted extends Pick<MirrorPlan, 'repositories'> {
  readonly items: readonly Pick<Item, 'outcome' | 'target'>[];
}

/**
 * The repositories that a run of the plan makes or changes: those of its own images, because a part of a plan has all of them. One is
 * made only for an image that is copied into it.
 */
export function neededRepositories({ repositories = [], items }: RepositoriesWanted): PlannedRepository[] {
  if (repositories.length === 0) return [];
  const of = (outcomes: readonly string[]) =>
    new Set(
      items.flatMap(({ outcome, target }) => {
        const parsed = outcomes.includes(outcome) ? parseReference(target) : undefined;
        return parsed?.ok ? [parsed.reference.repository] : [];
      }),
    );
  const written = of(['copy']);
  const taking = of(['copy', 'present', 'equivalent']);
  return repositories.filter(
    ({ name, action }) => (action === 'create' && written.has(name)) || (action === 'update' && taking.has(name)),
  );
}
