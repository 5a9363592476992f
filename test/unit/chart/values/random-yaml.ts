import type { Random } from '../../../support/random.ts';

const keys = [
  'image',
  'tag',
  'replicas',
  'env',
  'on',
  'resources',
  'a.b/c',
  'x',
  'y1',
  'global',
  'registry',
  'long-key',
];
const plains = [
  'nginx',
  '1.10',
  '8',
  'true',
  'yes',
  '~',
  'null',
  'a b',
  'x:y',
  'http://h/p#f',
  '0777',
  '1_000',
  '.5',
  'ä',
  "it's",
];

/** A YAML text as people write values: comments, quotes, brackets, block texts, anchors, odd indentation, empty values, lists. */
export function randomYaml(random: Random): string {
  const newLine = random.below(5) === 0 ? '\r\n' : '\n';
  const lines: string[] = [];
  if (random.below(8) === 0) lines.push('---');
  if (random.below(3) === 0) lines.push('# values', '');
  const state = { anchors: [] as string[] };
  lines.push(...mapping(random, state, random.below(10) === 0 ? 2 : 0, 0));
  if (random.below(4) === 0) lines.push('', '# the end');
  if (random.below(12) === 0) lines.push('...');
  return (random.below(10) === 0 ? '\uFEFF' : '') + lines.join(newLine) + (random.below(4) === 0 ? '' : newLine);
}

interface State {
  anchors: string[];
}

function mapping(random: Random, state: State, indent: number, depth: number): string[] {
  const lines: string[] = [];
  const used = new Set<string>();
  const count = 1 + random.below(4);
  for (let n = 0; n < count; n++) {
    const key = random.pick(keys);
    if (used.has(key)) continue;
    used.add(key);
    if (random.below(5) === 0) lines.push(`${' '.repeat(indent)}# about ${key}`);
    if (random.below(8) === 0) lines.push('');
    const written = random.below(6) === 0 ? `"${key}"` : key;
    lines.push(...entry(random, state, `${' '.repeat(indent)}${written}:`, indent, depth));
    if (random.below(8) === 0) lines.push(`${' '.repeat(indent + random.below(3))}# - old: 1`);
  }
  if (depth > 0 && state.anchors.length > 0 && random.below(6) === 0 && !state.anchors[0]?.startsWith('s'))
    lines.push(`${' '.repeat(indent)}<<: *${state.anchors[0]}`);
  return lines;
}

function entry(random: Random, state: State, head: string, indent: number, depth: number): string[] {
  const kind = random.below(depth > 3 ? 8 : 14);
  const comment = random.below(5) === 0 ? '  # why: "not"' : '';
  const step = 1 + random.below(4);
  if (kind === 0) return [head + comment];
  if (kind === 1) return [`${head} ${flow(random, 0)}${comment}`];
  if (kind === 2) {
    const mark = random.pick(['|', '|-', '>', '|+', '>-']);
    const inner = ' '.repeat(indent + step);
    return [
      `${head} ${mark}`,
      `${inner}text: with # no comment`,
      ...(random.below(2) ? [''] : []),
      `${inner}more`,
      ...(random.below(3) ? [] : ['']),
    ];
  }
  if (kind === 3 && state.anchors.length > 0) return [`${head} *${random.pick(state.anchors)}${comment}`];
  if (kind === 4) {
    const name = `s${state.anchors.length}`;
    state.anchors.push(name);
    return [`${head} &${name} ${scalar(random)}${comment}`];
  }
  if (kind === 5) return [`${head} {}${comment}`];
  if (kind < 9) return [`${head} ${scalar(random)}${comment}`];
  if (kind < 11) return [head + comment, ...list(random, state, indent + random.pick([0, 2, 3]), depth + 1)];
  if (kind === 11) {
    // Its name is known only behind it: an anchor does not hold itself.
    const name = `m${state.anchors.length}`;
    const inner = mapping(random, state, indent + step, depth + 1);
    state.anchors.unshift(name);
    return [`${head} &${name}${comment}`, ...inner];
  }
  return [head + comment, ...mapping(random, state, indent + step, depth + 1)];
}

function list(random: Random, state: State, indent: number, depth: number): string[] {
  const blanks = ' '.repeat(indent);
  return Array.from({ length: 1 + random.below(3) }).flatMap(() => {
    const kind = random.below(5);
    if (kind === 0) return [`${blanks}-`];
    if (kind === 1) return [`${blanks}- ${flow(random, 0)}`];
    if (kind === 2) {
      const [first = '', ...rest] = mapping(random, state, indent + 2, depth + 1).filter(
        (line) => !/^\s*(?:#.*)?$/.test(line),
      );
      return [`${blanks}- ${first.trimStart()}`, ...rest];
    }
    return [`${blanks}- ${scalar(random)}`, ...(random.below(4) ? [] : [`${blanks}# between`])];
  });
}

function scalar(random: Random): string {
  const kind = random.below(5);
  if (kind === 0) return `"${random.pick(['a', '', '1.10', 'x \\" y', 'é'])}"`;
  if (kind === 1) return `'${random.pick(['a', '', 'yes', "it''s", '#no'])}'`;
  if (kind === 2) return random.pick(['!!str 8', '"quoted"', "'q'"]);
  return random.pick(plains);
}

function flow(random: Random, depth: number): string {
  const items = Array.from({ length: random.below(4) });
  const blank = random.pick(['', ' ']);
  if (random.below(2))
    return `[${items.map(() => (depth < 2 && random.below(4) === 0 ? flow(random, depth + 1) : random.pick(['1', 'a', '"b"', "'c d'"]))).join(`,${blank}`)}]`;
  const entries = items.map(
    (_, n) =>
      `k${n}: ${depth < 2 && random.below(4) === 0 ? flow(random, depth + 1) : random.pick(['1', 'a', '"b"', "'c d'", ''])}`,
  );
  return `{${blank}${entries.join(`,${blank || ' '}`)}${blank}}`;
}
