import { atOrigins } from './at-origins.ts';
import { type RuleAbout, ruleOn } from './rule.ts';

const about: RuleAbout = {
  code: 'repository-name',
  why: 'ECR does not make a repository of another name, nor does the product that it is added to.',
  source: 'Amazon ECR API reference, CreateRepository; AWS Marketplace developer guide, AddRepositories',
  severity: { marketplace: 'error', ecr: 'error' },
};

/** ECR counts the whole name, prefix included (ECR API reference, CreateRepository; Marketplace developer guide, AddRepositories). More than 256 is no repository anywhere and was refused earlier. */
const shortest = 2;
/** Two underscores, or several hyphens, in a row. */
const doubled = /__|--/;

/**
 * ECR's own grammar for repositories. Its API model (botocore 1.43, `RepositoryName`) now takes what the OCI grammar takes, from two
 * characters on; its pages still print the older pattern, without `__` and `--`. As they disagree, that is a warning.
 */
export const repositoryName = ruleOn('release', about, ({ images }, severity) => {
  return images.flatMap((image) => {
    const { repository } = image.target;
    const finding = { rule: 'repository-name', awsCode: 'INVALID_ECR_REPOSITORY_NAME' } as const;
    if (repository.length < shortest) {
      const message = `The repository "${repository}" is too short: ECR wants ${shortest} to 256 characters.`;
      return atOrigins(image, {
        ...finding,
        severity,
        message,
        hint: 'Give the target a prefix, or a longer name.',
      });
    }
    if (!doubled.test(repository)) return [];
    const message = `The repository "${repository}" has __ or -- in it, which ECR's pages forbid though its API may take it.`;
    return atOrigins(image, {
      ...finding,
      severity: 'warning',
      message,
      hint: 'Map it to a plainer name under names.',
    });
  });
});
