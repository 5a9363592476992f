import type { PlatformConfig } from './config-evidence.ts';
import { type ImageFinding, imageFindings } from './image-finding.ts';
import { ruleOn } from './rule.ts';
import { secretsInCommand } from './secrets-in-command.ts';

/** What the steps of a build were told, build arguments too. BuildKit and the older builder both write arguments before the command. */
export const secretInHistory = ruleOn(
  'config',
  {
    code: 'secret-in-history',
    why: 'The history of an image lists the commands of its build with their arguments, and everyone who may pull the image can read it.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements": no hard-coded secrets, even hashed',
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ({ image, platforms }, severity) =>
    imageFindings(image, platforms, { rule: 'secret-in-history', severity }, historyFindings),
);

function historyFindings({ history, environment }: PlatformConfig): ImageFinding[] {
  const told = new Set(environment);
  return history.flatMap((step, at) => {
    const found = new Set(secretsInCommand(step, told));
    const hint =
      'Build with RUN --mount=type=secret rather than ARG or ENV, and replace the secret wherever it counts.';
    return [...found].map((what) => ({ what: `has ${what} in step ${at + 1} of its history`, hint }));
  });
}
