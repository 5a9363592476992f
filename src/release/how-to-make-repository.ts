import { isEcrPublic, type Reference, type TargetKind } from '#reference';

/** What to do where a target has no such repository and a push makes none. */
export function howToMakeRepository(
  { registry, repository }: Pick<Reference, 'registry' | 'repository'>,
  kind: TargetKind,
): string {
  if (kind === 'marketplace')
    return 'Add it to the product with the change type AddRepositories, or in the portal: only the product can make it.';
  if (!isEcrPublic(registry))
    return 'Set repositories: { create: true } in the target, and it is created with its first image; or create it first.';
  // The alias of the registry is no part of the name.
  const name = repository.slice(repository.indexOf('/') + 1);
  return `Create it first: aws ecr-public create-repository --region us-east-1 --repository-name ${name}`;
}
