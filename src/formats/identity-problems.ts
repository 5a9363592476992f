import type { TextProblem } from '#problem';
import { canonicalRegistry } from '#reference';
import type { RawSettings, RawTarget } from './settings-schema.ts';
import type { Path, YamlValue } from './yaml-value.ts';

/**
 * Registries that are to be logged in to as somebody else than the target whose they are: AWS is asked for the account as the target, so
 * the tags would be written as one whom nobody has looked at.
 */
export function identityProblems(
  raw: Pick<RawSettings, 'registries'>,
  targets: readonly (readonly [name: string, target: RawTarget, path: Path])[],
  yaml: YamlValue,
): TextProblem[] {
  return Object.entries(raw.registries ?? {}).flatMap(([host, { profile, role }]) => {
    if (profile === undefined && role === undefined) return [];
    const isOther = (target: RawTarget) => target.profile !== profile || target.role !== role;
    const own = targets.find(([, target]) => hostOf(target) === canonicalRegistry(host) && isOther(target));
    if (!own) return [];
    const range = yaml.keyRangeOf(['registries', host]);
    const message = `registries.${host} names another AWS identity than ${own[2].join('.')}, whose registry it is.`;
    const hint = 'Write profile and role at the target only: its registry is logged in to as the target says.';
    return [{ rule: 'setting-invalid', severity: 'error', range, message, hint }];
  });
}

/** Undefined where the account or the region is not known before somebody is asked. */
function hostOf({ registry, account, region }: RawTarget): string | undefined {
  const host = registry.replaceAll('{account}', account ?? '{account}').replaceAll('{region}', region ?? '{region}');
  return host.includes('{') ? undefined : canonicalRegistry(host);
}
