import type { TextProblem } from '#problem';
import { isRegistryHost } from '#reference';
import type { RawTarget } from './settings-schema.ts';
import { isLayout } from './target-schema.ts';
import type { Path, YamlValue } from './yaml-value.ts';

/** What a target that is a layout is spoken of by: a name in a domain that no host has. */
export function layoutRegistry(name: string): string {
  return `${name.toLowerCase().replaceAll('_', '-')}.layout`;
}

/** What is wrong with targets that are layouts: what only a registry can be, and names that become the same one, or none. */
export function layoutProblems(
  targets: readonly (readonly [name: string, target: RawTarget, path: Path])[],
  yaml: YamlValue,
): TextProblem[] {
  const seen = new Map<string, string>();
  return targets.flatMap(([name, { registry, kind }, path]) => {
    if (!isLayout(registry)) return [];
    const host = layoutRegistry(name);
    const other = seen.get(host);
    seen.set(host, name);
    const wrong = (at: Path, message: string): TextProblem => ({
      rule: 'setting-invalid',
      severity: 'error',
      range: yaml.rangeOf(at),
      message,
    });
    return [
      ...(kind === undefined || kind === 'oci'
        ? []
        : [wrong([...path, 'kind'], `The target is an image layout, a folder: its kind is oci, not ${kind}.`)]),
      ...(other === undefined ? [] : [wrong(path, `The name ${name} is too much like ${other}: both are ${host}.`)]),
      ...(isRegistryHost(host) ? [] : [wrong(path, `The name ${name} must end with a letter or a digit.`)]),
    ];
  });
}
