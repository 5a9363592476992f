import type { Problem } from '#problem';
import { attestationManifests } from './attestation-manifests.ts';
import { platformNotLinux } from './platform-not-linux.ts';
import { repositoryName } from './repository-name.ts';
import type { Evidence, Rule } from './rule.ts';
import { tagLatest } from './tag-latest.ts';

export type { Evidence, Rule } from './rule.ts';

/** Every rule. A new one is a file, a line here and its code. */
export const rules: readonly Rule[] = [tagLatest, repositoryName, attestationManifests, platformNotLinux];

/** What the rules find in the evidence given; a rule that needs more is not asked. */
export function runRules(evidence: Evidence): Problem[] {
  return rules
    .filter(({ needs }) => needs.every((need) => evidence[need] !== undefined))
    .flatMap((rule) => rule.check(evidence));
}
