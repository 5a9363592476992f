import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { rooms } from '../../.ci/rooms.mjs';

/** What each file of a room imports from its own room, types too. */
function importsOf(room: string): Map<string, Set<string>> {
  const folder = path.join(root, 'src', room);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Map(
    files.map((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const own = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, name = '']) => name);
      return [path.normalize(file), new Set(own.map((name) => path.join(path.dirname(file), name)))];
    }),
  );
}

/** The files that are in a circle, or between two: what is left without those that import none of the others, or that none imports. */
function circlesIn(imports: Map<string, Set<string>>): string[] {
  for (let before = -1; imports.size !== before; ) {
    before = imports.size;
    for (const [file, others] of imports) if ([...others].every((other) => !imports.has(other))) imports.delete(file);
    const imported = new Set([...imports.values()].flatMap((others) => [...others]));
    for (const file of imports.keys()) if (!imported.has(file)) imports.delete(file);
  }
  return [...imports.keys()];
}

it.each(Object.keys(rooms).filter((room) => readdirSync(path.join(root, 'src')).includes(room)))(
  'the files of %s import each other in no circles',
  (room) => {
    const imports = importsOf(room);
    expect(imports.size).toBeGreaterThan(0);
    expect(circlesIn(imports)).toEqual([]);
  },
);

it('circles are found, with what is between them, and nothing else', () => {
  const files = { leaf: [], first: ['second', 'leaf'], second: ['third'], third: ['first', 'leaf'], top: ['first'] };
  const imports = new Map(Object.entries(files).map(([file, others]) => [file, new Set<string>(others)]));
  expect(circlesIn(imports)).toEqual(['first', 'second', 'third']);
});
