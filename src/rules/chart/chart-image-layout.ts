import { quote } from '#formats';
import { chartRule, containerPolicies } from './chart-rule.ts';

/** Accepted are registry, repository and tag; repository with the registry in it and tag; and repository with all of it. */
export const chartImageLayout = chartRule(
  {
    code: 'chart-image-layout',
    why: 'AWS Marketplace looks for images in values.yaml under the keys registry, repository and tag, and rewrites them there.',
    source: containerPolicies,
    severity: { marketplace: 'warning' },
  },
  ({ images }) =>
    images
      .filter(({ isByParts }) => !isByParts)
      .map(({ path, range, reference }) => ({
        path,
        range,
        message: `The image ${quote(reference)} does not stand in values as AWS Marketplace looks for it.`,
        hint: 'Write it as registry, repository and tag.',
      })),
);
