import type { Range, TextProblem } from '#problem';
import type { RawChange } from './derive-schema.ts';
import { neverCounts } from './never-counts.ts';
import { present } from './present.ts';
import { quote } from './quote.ts';
import type { AddedFile, DerivedImage } from './trust-model.ts';
import type { Path, YamlValue } from './yaml-value.ts';

type Changes = Readonly<Record<string, RawChange>>;
type RawFile = NonNullable<RawChange['files']>[number];

/** In the order of the file, which decides: an object has keys that are numbers first. */
function inOrder(raw: Changes, yaml: YamlValue): [images: string, change: RawChange, path: Path][] {
  const places = Object.entries(raw).map(([images, change]): [string, RawChange, Path] => {
    return [images, change, ['derive', images]];
  });
  return places.sort(([, , a], [, , b]) => {
    const [one, other] = [yaml.keyRangeOf(a), yaml.keyRangeOf(b)];
    return one.line - other.line || one.column - other.column;
  });
}

/** `derive` as the schema has accepted it. */
export function deriveSettings(raw: Changes, yaml: YamlValue): DerivedImage[] {
  return inOrder(raw, yaml).map(([images, { program, user, labels, env, entrypoint, command, files }, path]) => ({
    images,
    ...present({ program, user, entrypoint, command }),
    labels: labels ?? {},
    environment: env ?? {},
    files: (files ?? []).map((file, position) => addedFile(file, yaml.rangeOf([...path, 'files', position, 'from']))),
    range: yaml.keyRangeOf(path),
  }));
}

function addedFile({ from, to, mode = '0644', owner = '0:0' }: RawFile, range: Range): AddedFile {
  const [user = '0', group = user] = owner.split(':');
  return { from, range, to, mode: Number.parseInt(mode, 8), uid: Number(user), gid: Number(group) };
}

/** What is wrong with changes although each of their keys is right. */
export function deriveProblems(raw: Changes, yaml: YamlValue): TextProblem[] {
  const changes = inOrder(raw, yaml);
  const patterns = changes.map(([images, , path]) => [images, path] as const);
  return [
    ...neverCounts('derive', patterns, yaml.keyRangeOf),
    ...changes.flatMap(([, { files = [] }, path]) => samePlace(files, [...path, 'files'], yaml)),
  ];
}

/** A place holds one file, and none below it. */
function samePlace(files: readonly RawFile[], path: Path, yaml: YamlValue): TextProblem[] {
  return files.flatMap(({ to }, position): TextProblem[] => {
    const others = files.slice(0, position).map((before) => before.to);
    const other = others.find((one) => one === to || one.startsWith(`${to}/`) || to.startsWith(`${one}/`));
    if (other === undefined) return [];
    const range = yaml.rangeOf([...path, position, 'to']);
    const message =
      other === to ? `${quote(to)} is added twice.` : `${quote(to)} and ${quote(other)} cannot both be files.`;
    return [{ rule: 'setting-invalid', severity: 'error', range, message, hint: 'Give one of them another place.' }];
  });
}
