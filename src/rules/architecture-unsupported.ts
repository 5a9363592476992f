import { quote } from '#formats';
import { imageFindings } from './image-finding.ts';
import { ruleOn } from './rule.ts';

/** What ECS, EKS and Fargate run (Amazon ECS developer guide, RuntimePlatform: X86_64, ARM64). */
const supported: ReadonlySet<string> = new Set(['amd64', 'arm64']);

/** Platforms that nothing at AWS runs. Other systems than Linux are the matter of `image-not-linux`. */
export const architectureUnsupported = ruleOn(
  'config',
  {
    code: 'architecture-unsupported',
    why: 'AWS Marketplace asks for images without unsupported architectures. Its pages do not list them, so this is no error.',
    source:
      'AWS Marketplace seller guide, "Container-based product requirements"; Amazon ECS developer guide, RuntimePlatform',
    severity: { marketplace: 'warning' },
  },
  ({ image, platforms }, severity) =>
    imageFindings(image, platforms, { rule: 'architecture-unsupported', severity }, ({ os, architecture }) => {
      if (os !== 'linux' || supported.has(architecture)) return [];
      const what = `is made for ${quote(architecture)}, which neither ECS, EKS nor Fargate runs`;
      return [{ what, hint: 'Name what is run there: platforms: [linux/amd64, linux/arm64].' }];
    }),
);
