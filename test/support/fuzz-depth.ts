import {
  parseAccountList,
  parseImageList,
  parseLoadForm,
  parsePolicy,
  parseRelease,
  parseResourceTags,
  parseSettings,
} from '#formats';
import { languageById } from '#language';
import { isInside, ranges } from './fuzz.ts';
import { Random } from './random.ts';

/** What opens a level in one of the formats, and what closes it. */
const levels: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{', '}'],
  ['{"a":', '}'],
  ['[{"a": [', ']}]'],
  ['{a: ', '}'],
  ['{? ', '}'],
  ['[[', ']]'],
  ['- ', ''],
  ['? ', ''],
  ['&a [', ']'],
  ['!!seq [', ']'],
  ['[*a, ', ']'],
  ['(', ')'],
  ['"', '"'],
  ['#', ''],
  ['{"metadata":{"images":', '}}'],
];
const heads = ['', '', 'version: 1\ntarget: ', '{"metadata": {"images": ', 'a: &a ', '[x]\nForm: Container version\n'];
const deepest = 5000;
const mostIndented = 300;

function deepText(random: Random): string {
  const [open, close] = random.pick(levels);
  const [other, otherClose] = random.below(3) === 0 ? random.pick(levels) : (['', ''] as const);
  // Around the caps as well as far beyond them.
  const depth = random.below(3) === 0 ? 40 + random.below(60) : random.below(deepest);
  const shape = random.below(4);
  if (shape === 0) {
    const item = random.pick(['a:\n', '- a:\n', '-\n', '- - a\n', 'Key:\n', '- Key: a\n']);
    return Array.from({ length: depth % mostIndented }, (_, at) => `${' '.repeat(at * 2)}${item}`).join('');
  }
  const opened = `${open}${other}`.repeat(depth);
  const closed = shape === 1 ? '' : `${otherClose}${close}`.repeat(shape === 2 ? depth : random.below(depth + 1));
  return `${random.pick(heads)}${opened}${closed}${random.pick(['', '\n'])}`;
}

const readers: readonly ((text: string) => unknown)[] = [
  parseRelease,
  parseImageList,
  parseSettings,
  parseLoadForm,
  parseAccountList,
  (text) => parsePolicy(text, 'repository'),
  (text) => parsePolicy(text, 'lifecycle'),
  parseResourceTags,
  ...(['release-file', 'image-list', 'settings', 'load-form'] as const).flatMap((id) => {
    const { diagnose, format, symbols } = languageById(id);
    return [diagnose, symbols, (text: string) => format(format(text)) === format(text) || fail(id)];
  }),
];

function fail(id: string): never {
  throw new Error(`${id} is formatted differently a second time`);
}

/**
 * Has every parser, every formatter and every outline read texts that are nested far deeper than any file, over and over in one process: none throws,
 * and none ends the process, which a parser that recurses can do when it has been compiled for speed.
 * @returns the first run that broke this, in words
 */
export function fuzzDepth(runs: number, seed: number): string | undefined {
  const random = new Random(seed);
  for (let run = 0; run < runs; run++) {
    const text = deepText(random);
    const read = random.pick(readers);
    const told = `seed ${seed}, run ${run}: ${text.length} characters ${JSON.stringify(text.slice(0, 60))}`;
    try {
      const lines = text.split('\n');
      const outside = ranges(read(text)).find((range) => !isInside(range, lines));
      if (outside) return `${told} has no place ${JSON.stringify(outside)}`;
    } catch (error) {
      return `${told} throws ${error instanceof Error ? error.stack : error}`;
    }
  }
  return undefined;
}
