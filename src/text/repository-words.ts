import { neededRepositories, type RepositoryConfiguration } from '#jobs';
import { formatCount } from './amounts.ts';

const one = 'repository';
const many = 'repositories';

/** What a run does to repositories, to begin a question: `Create 2 repositories`; empty when nothing. */
export function repositoryQuestion(plan: Parameters<typeof neededRepositories>[0]): string {
  const needed = neededRepositories(plan);
  const count = (action: string) => needed.filter((repository) => repository.action === action).length;
  const made = count('create');
  const changed = count('update');
  if (made === 0) return changed === 0 ? '' : `Change ${formatCount(changed, one, many)}`;
  return `Create ${formatCount(made, one, many)}${changed === 0 ? '' : `, change ${changed}`}`;
}

/** How repositories are made: `policy for 3 accounts, lifecycle policy, 2 tags, key alias/ecr, scan on push, immutable tags`. */
export function configurationWords(configuration: RepositoryConfiguration): string {
  const { policy, readers, lifecycle, untaggedDays, tags, kmsKey, scanOnPush, tagMutability } = configuration;
  const tagCount = Object.keys(tags ?? {}).length;
  const except = tagMutability?.except ?? [];
  const words = [
    ...(policy === undefined
      ? []
      : [readers === undefined ? 'policy' : `policy for ${formatCount(readers, 'account')}`]),
    ...(lifecycle === undefined
      ? []
      : [
          untaggedDays === undefined
            ? 'lifecycle policy'
            : `untagged images go after ${formatCount(untaggedDays, 'day')}`,
        ]),
    ...(tagCount === 0 ? [] : [formatCount(tagCount, 'resource tag')]),
    ...(kmsKey === undefined ? [] : [`KMS key ${kmsKey}`]),
    ...(scanOnPush ? ['scan on push'] : []),
    ...(tagMutability?.immutable ? [`immutable tags${except.length === 0 ? '' : ` except ${except.join(', ')}`}`] : []),
  ];
  return words.join(', ') || "ECR's defaults";
}
