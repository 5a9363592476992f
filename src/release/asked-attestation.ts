import type { AttestationRule } from '#formats';
import { firstMatch } from './first-match.ts';
import type { ResolvedImage } from './resolve-release.ts';

/**
 * The rule that says which attestation an image needs, by its paths as the files name it; undefined where none is for it. Of several paths
 * the strictest rule counts: an image is exempt only if it is by each of them, so that no second name leads around an attestation. Where
 * `names` decide where it goes, the path that they give counts as one of them, though it exempts nothing: what the files name it by may be edited.
 */
export function askedAttestation(
  rules: readonly AttestationRule[],
  { paths, mappedPath }: Pick<ResolvedImage, 'paths' | 'mappedPath'>,
): AttestationRule | undefined {
  const found = paths.map((path) => firstMatch(rules, path));
  const mapped = mappedPath === undefined ? undefined : firstMatch(rules, mappedPath);
  const asking = rules.filter((rule) => 'url' in rule.ask && [...found, mapped].includes(rule));
  const strictest = asking.find(({ ask }) => 'url' in ask && ask.require) ?? asking[0];
  return strictest ?? (found.includes(undefined) ? undefined : found[0]);
}
