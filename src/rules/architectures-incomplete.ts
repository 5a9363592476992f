import { imageFindings } from './image-finding.ts';
import { ruleOn } from './rule.ts';

const needed = ['amd64', 'arm64'] as const;

/** EKS add-ons run on both of EKS's architectures; for other deliveries the second one is optional. */
export const architecturesIncomplete = ruleOn(
  'config',
  {
    code: 'architectures-incomplete',
    why: 'An EKS add-on is installed on clusters of either architecture, so each of its images has to be there for both.',
    source:
      'AWS Marketplace seller guide, "Container-based product requirements": requirements for Amazon EKS add-on products',
    severity: { marketplace: 'error' },
  },
  ({ image, delivery, platforms }, severity) => {
    if (delivery !== 'eks-add-on') return [];
    const there = new Set(platforms.flatMap(({ os, architecture }) => (os === 'linux' ? architecture : [])));
    const missing = needed.filter((architecture) => !there.has(architecture));
    if (missing.length === 0) return [];
    const what = `is not there for ${missing.map((architecture) => `linux/${architecture}`).join(' and ')}, which an EKS add-on needs`;
    const hint = 'Build the image for linux/amd64 and linux/arm64, and release the index.';
    return imageFindings(image, [{ platform: '' }], { rule: 'architectures-incomplete', severity }, () => [
      { what, hint },
    ]);
  },
);
