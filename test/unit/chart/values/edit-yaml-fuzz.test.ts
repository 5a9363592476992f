import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { editYaml, readYamlValues, sameValue, type Value, type ValuePath, type YamlEdit } from '#chart';
import { Random } from '../../../support/random.ts';
import { randomYaml } from './random-yaml.ts';

const texts = [
  '8.3.4-1',
  '1.10',
  'yes',
  'on',
  '~',
  '0777',
  '1_000',
  '12:30:45',
  '2024-01-01',
  '.inf',
  '',
  ' x ',
  'a: b',
  '- a',
  '#c',
  "it's",
  'q"q',
  'two\nlines\n',
  'x\ty',
  '{{ .Values.a }}',
  '*a',
  '&a',
  'null',
  '1e3',
  '=',
  '<<',
  'registry.example.com/a/b',
  '@x',
  '%y',
  'ü',
  '\u2028',
  'true',
];

function randomValue(random: Random, depth = 0): Value {
  const kind = random.below(depth > 2 ? 5 : 9);
  if (kind === 0) return random.pick([null, true, false, 0, 8, 1.5, -3, 1e21]);
  if (kind < 5) return random.pick(texts);
  if (kind < 7) return Array.from({ length: random.below(3) }, () => randomValue(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(3) }, (_, n) => [
      random.pick(['k', 'no', 'tag', 'n 1']) + n,
      randomValue(random, depth + 1),
    ]),
  );
}

/** Paths that are there, and some that are not. */
function randomPath(random: Random, value: Value): ValuePath {
  const path: (string | number)[] = [];
  let at: Value | undefined = value;
  do {
    if (Array.isArray(at) && at.length > 0 && random.below(2)) {
      const position = random.below(at.length);
      path.push(position);
      at = (at as readonly Value[])[position];
    } else if (typeof at === 'object' && at !== null && !Array.isArray(at)) {
      const key = random.below(4) ? random.pick([...Object.keys(at), 'new']) : random.pick(['tag', 'new', 'yes', '1']);
      path.push(key);
      at = (at as Record<string, Value>)[key];
    } else if (path.length === 0 || (at === undefined && random.below(2))) {
      path.push(random.pick(['p', 'q']));
      at = undefined;
    } else break;
  } while (random.below(4));
  return path;
}

/** The edit on plain data, written anew for the test. */
function set(value: Value | undefined, path: ValuePath, to: Value): Value {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (typeof to !== 'object' || to === null || Array.isArray(to)) return to;
    let merged: Value = isMap(value) ? value : {};
    for (const [name, item] of Object.entries(to)) merged = set(merged, [name], item);
    return merged;
  }
  if (typeof key === 'number') return (value as Value[]).map((item, n) => (n === key ? set(item, rest, to) : item));
  const map = isMap(value) ? value : {};
  return { ...map, [key]: set(map[key], rest, to) };
}

function isMap(value: Value | undefined): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lines of the outermost keys that are none of these, without what could be changed for an alias. */
function linesOfOthers(text: string, keys: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  const bare = text.replace(/^\uFEFF/, '');
  const [, indent = ''] = /^( *)"?[\w./-]+"?:/m.exec(bare) ?? [];
  let isKept = true;
  for (const line of bare.split('\n')) {
    const [, quote, key] = new RegExp(`^${indent}("?)([\\w./-]+)"?:`).exec(line) ?? [];
    // `on:` is the key "true" to Helm.
    if (key !== undefined) isKept = !keys.has(key === 'on' && quote === '' ? 'true' : key);
    if (isKept && line.trim() !== '' && !/[*&]|^---|^\.\.\./.test(line)) kept.push(line.trimEnd());
  }
  return kept;
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at++;
  return at === part.length;
}

describe('editing values in random YAML texts', () => {
  const rounds = Number(process.env.FUZZ_ROUNDS ?? 120);
  test(`sets what it should and nothing else, ${rounds} times`, () => {
    let refused = 0;
    for (let seed = 1; seed <= rounds; seed++) {
      const random = new Random(seed * 7919);
      const text = randomYaml(random);
      const before = readYamlValues(text.replace(/^\uFEFF/, ''));
      expect(before.problems, text).toEqual([]);
      let wished = before.valueOf(before.root);
      const edits: YamlEdit[] = [];
      for (let n = 1 + random.below(3); n > 0; n--) {
        const edit = { path: randomPath(random, wished), value: randomValue(random) };
        edits.push(edit);
        wished = set(wished, edit.path, edit.value);
      }
      const about = `seed ${seed}\n${JSON.stringify(edits)}\n${text}`;
      const { text: edited, problems } = editYaml(text, edits);
      if (problems.length > 0) {
        refused++;
        expect(edited).toBe(text);
        continue;
      }
      const after = readYamlValues(edited.replace(/^\uFEFF/, ''));
      expect(sameValue(after.valueOf(after.root), wished), `${about}\n=>\n${edited}`).toBe(true);
      expect(edited.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
      if (text.includes('\r\n')) expect(/[^\r]\n/.test(edited), about).toBe(false);
      const others = linesOfOthers(text, new Set(edits.map(({ path }) => String(path[0]))));
      const lines = edited
        .replace(/^\uFEFF/, '')
        .split('\n')
        .map((line) => line.trimEnd());
      expect(isSubsequence(others, lines), `${about}\n=>\n${edited}`).toBe(true);
      expect(editYaml(edited, edits).text, about).toBe(edited);
      // A reader of YAML 1.1 gets the same texts.
      const old = parseDocument(edited.replace(/^\uFEFF/, ''), { version: '1.1', merge: true, uniqueKeys: false });
      // There `on` is no text as a key either.
      for (const { path, value } of edits.slice(-1))
        if (typeof value === 'string' && !path.some((key) => /^(?:on|yes|1)$/.test(String(key))))
          expect(old.getIn(path), `${about}\n=>\n${edited}`).toBe(value);
    }
    expect(refused).toBeLessThan(rounds / 100);
  });
});
