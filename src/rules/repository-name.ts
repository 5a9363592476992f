import { atOrigins } from './at-origins.ts';
import { ruleOn } from './rule.ts';

/** ECR counts the whole name, prefix included (ECR API reference, CreateRepository; Marketplace developer guide, AddRepositories). More than 256 is no repository anywhere and was refused earlier. */
const shortest = 2;
/** Two underscores, or several hyphens, in a row. */
const doubled = /__|--/;

/**
 * ECR's own grammar for repositories. Its API model (botocore 1.43, `RepositoryName`) now takes what the OCI grammar takes, from two
 * characters on; its pages still print the older pattern, without `__` and `--`. As they disagree, that is a warning.
 */
export const repositoryName = ruleOn('release', 'repository-name', ({ target, images }) => {
  if (target.kind === 'oci') return [];
  return images.flatMap((image) => {
    const { repository } = image.target;
    const finding = { rule: 'repository-name', awsCode: 'INVALID_ECR_REPOSITORY_NAME' } as const;
    if (repository.length < shortest) {
      const message = `The repository "${repository}" is too short: ECR wants ${shortest} to 256 characters.`;
      return atOrigins(image, {
        ...finding,
        severity: 'error',
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
