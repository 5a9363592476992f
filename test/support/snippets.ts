import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../.ci/bundles.mjs';

export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** A file of `snippets/`, by the titles of its snippets. */
export function snippetsOf(file: string): Readonly<Record<string, Snippet>> {
  return JSON.parse(readFileSync(path.join(root, 'snippets', file), 'utf8'));
}

/**
 * What a snippet inserts when each of its places is left as it is (VS Code, "Snippet syntax": tab stops, placeholders, choices; no
 * variables, no transforms, no nesting, which ours have not).
 */
export function filled({ body }: Snippet): string {
  const defaults = new Map<string, string>();
  const text = body.join('\n');
  return `${text.replaceAll(
    /\\([$}\\])|\$(\d+)|\$\{(\d+)(?::((?:\\.|[^}\\])*)|\|([^|}]*)\|)?\}|(\$)/g,
    (_, escaped, bare, number, placeholder, choices, stray) => {
      if (escaped !== undefined) return escaped;
      if (stray !== undefined) throw new Error(`A $ that is no place and not escaped: ${text}`);
      const key = number ?? bare;
      const given = placeholder?.replaceAll(/\\(.)/g, '$1') ?? choices?.split(',')[0];
      if (given !== undefined) defaults.set(key, given);
      return given ?? defaults.get(key) ?? '';
    },
  )}\n`;
}
