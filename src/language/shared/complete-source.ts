import type { Range } from '#problem';
import { canonicalRegistry, compareVersions, isRegistryHost, parseReference, type Reference } from '#reference';
import type { Completion } from '../language.ts';
import type { Asker } from './asker.ts';

/** More tags than this nobody looks through; typing narrows them. */
const mostTags = 500;

/**
 * What can stand for a source that is being written: registries, repositories of the registry, tags with the newest first, the digest that
 * a tag has.
 * @param typed up to the cursor
 * @param range of all that the source has, which a completion replaces
 * @param known sources of the same text: their registries and repositories are likely ones
 */
export function completeSource(asker: Asker, typed: string, range: Range, known: readonly Reference[]): Completion[] {
  const at = typed.indexOf('@');
  if (at >= 0) return digestOf(asker, typed.slice(0, at), range);
  const colon = typed.lastIndexOf(':');
  if (colon > typed.lastIndexOf('/') && colon > 0) {
    const named = parseReference(typed.slice(0, colon));
    return named.ok ? completeTags(asker.tags(named.reference) ?? [], `${typed.slice(0, colon)}:`, range) : [];
  }
  return repositories(asker, typed, range, known);
}

/** Tags behind what is written before them, the newest first. */
function completeTags(tags: readonly string[], before: string, range: Range): Completion[] {
  const sorted = [...tags].sort((a, b) => compareVersions(b, a)).slice(0, mostTags);
  return sorted.map((tag, place) => ({
    label: tag,
    kind: 'tag',
    edit: { range, text: `${before}${tag}` },
    filterText: `${before}${tag}`,
    sortText: String(place).padStart(4, '0'),
  }));
}

function digestOf(asker: Asker, named: string, range: Range): Completion[] {
  const parsed = parseReference(named);
  const found = parsed.ok && parsed.reference.tag !== undefined ? asker.image(parsed.reference) : undefined;
  if (typeof found !== 'object') return [];
  const text = `${named}@${found.digest}`;
  const detail = 'what the tag has now';
  return [{ label: found.digest, kind: 'value', detail, edit: { range, text }, filterText: text }];
}

function repositories(asker: Asker, typed: string, range: Range, known: readonly Reference[]): Completion[] {
  const names = new Set(known.map(({ registry, repository }) => `${registry}/${repository}:`));
  const host = typed.slice(0, Math.max(typed.indexOf('/'), 0));
  if (/[.:]|^localhost$/.test(host) && isRegistryHost(host)) {
    const registry = canonicalRegistry(host);
    const prefix = typed.slice(host.length + 1, typed.lastIndexOf('/') + 1);
    for (const name of asker.repositories(registry, prefix)) names.add(`${host}/${prefix}${name}:`);
  } else {
    for (const { registry } of known) names.add(`${registry}/`);
    names.add('docker.io/');
  }
  return [...names].sort().map((text) => ({
    label: text.replace(/[:/]$/, ''),
    kind: 'repository',
    edit: { range, text },
    filterText: text,
  }));
}
