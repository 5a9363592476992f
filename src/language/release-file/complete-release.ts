import { getLocation, type Location, type Node } from 'jsonc-parser';
import type { LineIndex } from '#formats';
import type { Range } from '#problem';
import { parseReference, type Reference } from '#reference';
import type { Facts } from '../facts.ts';
import type { Answer, Completion } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { completeSource } from '../shared/complete-source.ts';
import { hostOf } from '../shared/host-of.ts';
import { imagesOf, memberOf, releaseTree } from './release-tree.ts';

/** What can stand at a place of a release file: its keys with what belongs below them, sources, and destinations as upstream has them. */
export function completeRelease(text: string, offset: number, facts: Facts): Answer<readonly Completion[]> {
  const none = { value: [], wants: [] };
  const { root, index } = releaseTree(text);
  const here = index.range(offset, offset);
  if (text.trim() === '') return { value: [snippet('metadata', frame, here, '')], wants: [] };
  // Without a tree it nests too deep to be looked into.
  if (!root) return none;
  const location = getLocation(text, offset);
  const { path, previousNode, isAtPropertyKey } = location;
  if (isAtPropertyKey) return { value: keys(text, offset, location, root, index), wants: [] };
  const [first, second, name, field, ...deeper] = path;
  if (first !== 'metadata' || second !== 'images' || typeof name !== 'string' || deeper.length > 0) return none;
  if (previousNode?.type !== 'string' || offset <= previousNode.offset) return none;
  const image = memberOf(imagesOf(root), name);
  const { range, typed } = inside(text, previousNode, offset, index);
  if (field === 'dest') return { value: destinations(memberOf(image, 'source'), range), wants: [] };
  if (field !== 'source') return none;
  const asker = new Asker(facts);
  return { value: completeSource(asker, typed, range, sourcesOf(root, image)), wants: asker.wants };
}

/** Repositories of so many other images are proposed; the rest is found by typing a host. */
const mostKnown = 200;

/** What the other images have as their sources. */
function sourcesOf(root: Node, image: Node | undefined): Reference[] {
  const known: Reference[] = [];
  for (const { children: [, other] = [] } of imagesOf(root)?.children ?? []) {
    if (known.length >= mostKnown) break;
    const written: unknown = other === image ? undefined : memberOf(other, 'source')?.value;
    const parsed = typeof written === 'string' ? parseReference(written) : undefined;
    if (parsed?.ok) known.push(parsed.reference);
  }
  return known;
}

/** What stands between the quotes, and what of it stands before the cursor. */
function inside(text: string, node: Node, offset: number, index: LineIndex): { range: Range; typed: string } {
  const start = node.offset + 1;
  const isClosed = node.length > 1 && text[node.offset + node.length - 1] === '"';
  const end = Math.max(node.offset + node.length - (isClosed ? 1 : 0), start);
  return { range: index.range(start, end), typed: text.slice(start, Math.min(offset, end)) };
}

/** Longer than any source; of a longer text there would be a great many endings. */
const longestSource = 1000;

function destinations(source: Node | undefined, range: Range): Completion[] {
  const written: unknown = source?.value;
  if (typeof written !== 'string' || written.length > longestSource) return [];
  const [named = ''] = written.split('@');
  const dest = named.slice(hostOf(named).length);
  const paths = dest.split('/').map((_, at, parts) => parts.slice(at).join('/'));
  return paths
    .filter((path) => path !== '')
    .map((path, at) => ({
      label: path,
      kind: 'image',
      edit: { range, text: path },
      filterText: path,
      sortText: String(at).padStart(2, '0'),
    }));
}

/** A place to fill in, in a snippet. */
const blank = (place: number, text: string) => `\${${place}:${text}}`;
const source = blank(2, 'registry/path:tag@sha256:digest');
const image = `{\n  "source": "${source}",\n  "dest": "${blank(3, 'path:tag')}"\n}`;
const frame = '{\n  "metadata": {\n    "images": {$0}\n  }\n}\n';

function keys(
  text: string,
  offset: number,
  { path, previousNode }: Location,
  root: Node,
  index: LineIndex,
): Completion[] {
  const node = previousNode?.type === 'property' || previousNode?.type === 'string' ? previousNode : undefined;
  const isInside = node !== undefined && offset > node.offset && offset <= node.offset + node.length;
  const range = isInside ? index.range(node.offset, node.offset + node.length) : index.range(offset, offset);
  const rest = text.slice(isInside ? node.offset + node.length : offset);
  const before = text.slice(0, isInside ? node.offset : offset).trimEnd();
  const hasValue = /^\s*:/.test(rest);
  // Another member follows or stands before, and no comma stands between.
  const comma = /^\s*"/.test(rest) ? ',' : '';
  const lead = before.endsWith('{') || before.endsWith(',') ? '' : ', ';
  const key = (name: string, value: string) =>
    snippet(name, `${lead}${hasValue ? `"${name}"` : `"${name}": ${value}${comma}`}`, range, `"${name}"`);
  switch (path.length) {
    case 1:
      return memberOf(root, 'metadata') ? [] : [key('metadata', '{\n  "images": {$0}\n}')];
    case 2: {
      const isThere = path[0] !== 'metadata' || memberOf(memberOf(root, 'metadata'), 'images');
      return isThere ? [] : [key('images', '{$0}')];
    }
    case 3:
      if (path[0] !== 'metadata' || path[1] !== 'images' || hasValue) return [];
      return [snippet('image', `${lead}"${blank(1, 'name')}": ${image}${comma}`, range, '"image"')];
    case 4: {
      if (path[0] !== 'metadata' || path[1] !== 'images') return [];
      const object = memberOf(imagesOf(root), String(path[2]));
      return ['source', 'dest'].filter((name) => !memberOf(object, name)).map((name) => key(name, '"$1"'));
    }
    default:
      return [];
  }
}

function snippet(label: string, text: string, range: Range, filterText: string): Completion {
  const kind = label === 'image' || label === 'metadata' ? 'snippet' : 'key';
  return { label, kind, edit: { range, text }, isSnippet: true, ...(filterText === '' ? {} : { filterText }) };
}
