import type { Node } from 'jsonc-parser';
import type { Range, TextProblem } from '#problem';
import { parseReference } from '#reference';
import type { Fix } from '../language.ts';
import { touches } from '../shared/places.ts';
import { imagesOf, memberOf, type ReleaseTree } from './release-tree.ts';

/** A selection over a whole file should not make a list that nobody reads, nor be looked through for each of its problems. */
const mostProblems = 40;
const skeleton = '{\n  "metadata": {\n    "images": {}\n  }\n}\n';

/** Adds the objects that images stand under. */
export function frameFixes(text: string, { root, isSound, index }: ReleaseTree): Fix[] {
  const whole = index.range(0, text.length);
  const add = (title: string, range: Range, written: string): Fix[] => [
    { title, edits: [{ range, text: written }], isPreferred: true, isSafe: false },
  ];
  if (text.trim() === '') return add('Write the frame of a release file', whole, skeleton);
  if (!isSound || root?.type !== 'object') return [];
  const metadata = memberOf(root, 'metadata');
  if (!metadata) return [inserted(text, root, index, '"metadata": {"images": {}}', 'Add metadata.images')];
  if (metadata.type !== 'object' || memberOf(metadata, 'images')) return [];
  return [inserted(text, metadata, index, '"images": {}', 'Add metadata.images')];
}

/** Adds the fields that images at a place lack: a destination as upstream has it, or an empty source to fill in. */
export function fieldFixes(text: string, { root, isSound, index }: ReleaseTree, range: Range): Fix[] {
  if (!isSound) return [];
  return (imagesOf(root)?.children ?? []).flatMap((property): Fix[] => {
    const object = property.children?.[1];
    const place = index.range(property.offset, property.offset + property.length);
    if (object?.type !== 'object' || !touches(place, range)) return [];
    const [source, dest] = [memberOf(object, 'source'), memberOf(object, 'dest')];
    const suggested = destFor(source);
    if (source && !dest && suggested !== undefined)
      return [inserted(text, object, index, `"dest": ${JSON.stringify(suggested)}`, `Add dest: ${suggested}`)];
    if (source && !dest) return [inserted(text, object, index, '"dest": ""', 'Add dest')];
    if (!source && dest) return [inserted(text, object, index, '"source": ""', 'Add source')];
    if (!source && !dest) return [inserted(text, object, index, '"source": "", "dest": ""', 'Add source and dest')];
    return [];
  });
}

/** Where an image goes when nothing else is said: its upstream path and tag. */
function destFor(source: Node | undefined): string | undefined {
  const parsed = typeof source?.value === 'string' ? parseReference(source.value) : undefined;
  if (!parsed?.ok || parsed.reference.tag === undefined) return undefined;
  return `${parsed.reference.repository.replace(/^library\//, '')}:${parsed.reference.tag}`;
}

/** Removes what stands twice: of two equal keys the first, which does not count; an image whose destination another has. */
export function removalFixes(
  { root, isSound, index }: ReleaseTree,
  problems: readonly TextProblem[],
  containers: readonly Node[],
): Fix[] {
  if (!isSound) return [];
  const hasRule = (rule: TextProblem['rule']) =>
    problems.filter((problem) => problem.rule === rule).slice(0, mostProblems);
  const again = hasRule('duplicate-key').flatMap(({ range }) => {
    for (const object of containers) {
      const properties = object.type === 'object' ? (object.children ?? []) : [];
      const second = properties.find(({ children }) => {
        const name = children?.[0];
        return name && isAt(index.range(name.offset, name.offset + name.length), range);
      });
      const key: unknown = second?.children?.[0]?.value;
      const first = properties.find(({ children }) => children?.[0]?.value === key);
      if (second && first && first !== second)
        return [removed(object, first, index, 'Remove the first of the two', 'duplicate-key')];
    }
    return [];
  });
  const images = imagesOf(root);
  const doubled = hasRule('destination-duplicate').flatMap(({ range }) => {
    const image = images?.children?.find(({ offset, length }) => isAt(index.range(offset, offset + length), range));
    if (!images || !image) return [];
    return [removed(images, image, index, 'Remove this image', 'destination-duplicate')];
  });
  return [...again, ...doubled];
}

function isAt(a: Range, b: Range): boolean {
  return a.line === b.line && a.column === b.column;
}

/** Without its comma: the one behind it, or the one before it when it is the last. */
function removed(
  object: Node,
  property: Node,
  index: ReleaseTree['index'],
  title: string,
  solves: 'duplicate-key' | 'destination-duplicate',
): Fix {
  const siblings = object.children ?? [];
  const at = siblings.indexOf(property);
  const [before, next] = [siblings[at - 1], siblings[at + 1]];
  const end = property.offset + property.length;
  const start = next || !before ? property.offset : before.offset + before.length;
  const edits = [{ range: index.range(start, next ? next.offset : end), text: '' }];
  return { title, edits, isPreferred: false, isSafe: false, solves };
}

/** A member behind the last one of an object, set off from it as the first is from its bracket. */
function inserted(text: string, object: Node, index: ReleaseTree['index'], member: string, title: string): Fix {
  const [first] = object.children ?? [];
  const last = object.children?.at(-1);
  const gap = first ? text.slice(object.offset + 1, first.offset) : '';
  const at = last ? last.offset + last.length : object.offset + 1;
  const written = last ? `,${gap === '' ? ' ' : gap}${member}` : member;
  const edits = [{ range: index.range(at, at), text: written }];
  return { title, edits, isPreferred: true, isSafe: false, solves: 'release-shape' };
}
