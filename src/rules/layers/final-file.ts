import type { LayerKnowledge } from '../layers-evidence.ts';
import type { LayerFindings, WellKnownFile } from './layer-findings.ts';

/** A file as a container sees it; `unknown` where a layer could not be read, or a link leads where nobody looked. */
export type FinalFile = { readonly text: string } | 'absent' | 'unknown';

const mostLinks = 8;

/**
 * One of the well-known files of an image when its layers lie over each other (OCI image specification, layer.md): the highest layer
 * that has it counts, unless one above takes it away.
 * @param layers from the lowest up
 * @param path without a slash at its beginning
 */
export function finalFile(layers: readonly LayerKnowledge[], path: string): FinalFile {
  let at = path;
  for (let links = 0; links < mostLinks; links++) {
    const found = topmost(layers, at);
    if (found === 'absent' || found === 'unknown') return found;
    const { kind, linkTarget, text } = found.file;
    if (kind === 'file') return text === undefined ? 'unknown' : { text };
    if (kind === 'hardlink') {
      const same = found.layer.wellKnown.get(linkTarget ?? '')?.text;
      return same === undefined ? 'unknown' : { text: same };
    }
    if (kind !== 'symlink' || linkTarget === undefined) return 'absent';
    const target = resolved(at, linkTarget);
    if (!readable.has(target)) return 'unknown';
    at = target;
  }
  return 'absent';
}

/** What the inspection of a layer keeps the text of. */
const readable: ReadonlySet<string> = new Set(['etc/passwd', 'etc/os-release', 'usr/lib/os-release']);

interface Found {
  readonly layer: LayerFindings;
  readonly file: WellKnownFile;
}

function topmost(layers: readonly LayerKnowledge[], path: string): Found | 'absent' | 'unknown' {
  const above = parents(path);
  for (const layer of layers.toReversed()) {
    if ('unread' in layer) return 'unknown';
    const { findings } = layer;
    const file = findings.wellKnown.get(path);
    if (file) return { layer: findings, file };
    if (takesAway(findings, path)) return 'absent';
    const parent = above
      .map((folder) => findings.wellKnown.get(folder)?.kind)
      .find((kind) => kind !== 'directory' && kind);
    if (parent === 'symlink') return 'unknown';
    if (parent !== undefined) return 'absent';
  }
  return 'absent';
}

/** Whether a layer takes a path of the layers below away: itself, or with a directory that it is in. */
export function takesAway({ removed, emptied }: LayerFindings, path: string): boolean {
  const above = parents(path);
  return removed.has(path) || emptied.has('') || above.some((folder) => removed.has(folder) || emptied.has(folder));
}

/** `a/b/c` → `a/b`, `a`. */
function parents(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, parts.length - 1 - at).join('/'));
}

/** Where a symlink leads, below the root: nothing leads above it. */
function resolved(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
