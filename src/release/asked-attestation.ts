import type { AttestationRule } from '#formats';
import { firstMatch } from './first-match.ts';
import type { ResolvedImage } from './resolve-release.ts';

/**
 * The rule that says which attestation an image needs, by its paths as the files name it; undefined where none is for it. Of several paths
 * the strictest rule counts: an image is exempt only if it is by each of them, so that no second name leads around an attestation.
 */
export function askedAttestation(
  rules: readonly AttestationRule[],
  { paths }: Pick<ResolvedImage, 'paths'>,
): AttestationRule | undefined {
  const found = paths.map((path) => firstMatch(rules, path));
  const asking = rules.filter((rule) => 'url' in rule.ask && found.includes(rule));
  const strictest = asking.find(({ ask }) => 'url' in ask && ask.require) ?? asking[0];
  return strictest ?? (found.includes(undefined) ? undefined : found[0]);
}
