/** The parts of a marketplace.yaml that say which registry is asked, and how. */
const deciding: ReadonlySet<string> = new Set(['target', 'targets', 'registries']);

/**
 * What of a settings file concerns the registry: its lines, without comments. Only compared with what it was before, so a guess at the
 * text's shape will do: where there are no parts to be told apart, it is the whole text.
 */
export function registryPart(text: string): string {
  const kept: string[] = [];
  let isDeciding = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:#.*)?$/.test(line) || line.startsWith('---')) continue;
    if (/^\S/.test(line)) {
      const [, key] = /^["']?([\w-]+)["']?\s*:/.exec(line) ?? [];
      if (key === undefined) return text;
      isDeciding = deciding.has(key);
    }
    if (isDeciding) kept.push(line.trimEnd());
  }
  return kept.join('\n');
}
