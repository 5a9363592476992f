import type { FileSettings } from '#formats';
import { isGlob, matchGlob } from './glob.ts';
import type { InputFile } from './input-file.ts';
import { pairName } from './pairing.ts';

/** A file that takes part in a run, and as what. */
interface SelectedFile {
  readonly file: string;
  readonly kind: FileKind;
}

/** Release files and image lists, which say what is copied; and load forms, which say what of it is sold. */
export type FileKind = InputFile['kind'] | 'form';

/** The files of a run, and the names among those given that no file has. */
export interface FileSelection {
  readonly files: readonly SelectedFile[];
  readonly missing: readonly string[];
}

type Patterns = Pick<FileSettings, 'releases' | 'images' | 'forms'>;

/** What a file is by the settings' patterns, or undefined when it is none of a release's files. */
export function kindOfFile(file: string, patterns: Patterns): FileKind | undefined {
  if (matchGlob(patterns.releases, file)) return 'release';
  if (matchGlob(patterns.forms, file)) return 'form';
  return matchGlob(patterns.images, file) ? 'images' : undefined;
}

/**
 * Chooses the files of a run from all that there are. Nothing named: every file of a known kind. A named list brings its
 * release but none of its other lists; a named release brings all its lists, unless some of them are named too; a form brings nothing. Names may be
 * patterns; a file named in full takes part whatever the settings' patterns say.
 */
export function selectFiles(all: readonly string[], named: readonly string[], patterns: Patterns): FileSelection {
  const usual = all.flatMap((file) => {
    const kind = kindOfFile(file, patterns);
    return kind ? [{ file, kind }] : [];
  });
  if (named.length === 0) return { files: usual, missing: [] };
  const chosen = new Map<string, SelectedFile>();
  const missing: string[] = [];
  for (const name of named) {
    const found = filesNamed(name, all, usual, patterns);
    if (found.length === 0) missing.push(name);
    for (const selected of found) chosen.set(selected.file, selected);
  }
  const companions = companionsOf([...chosen.values()], usual);
  const rank = new Map(all.map((file, position) => [file, position]));
  const files = [...new Map([...chosen, ...companions]).values()];
  return { files: files.sort((a, b) => (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0)), missing };
}

function filesNamed(
  name: string,
  all: readonly string[],
  usual: readonly SelectedFile[],
  patterns: Patterns,
): SelectedFile[] {
  const plain = name.replace(/^\.\//, '');
  const exact = all.find((file) => file === name || file === plain);
  if (exact !== undefined) return [{ file: exact, kind: kindOfFile(exact, patterns) ?? kindByEnding(exact) }];
  return isGlob(plain) ? usual.filter(({ file }) => matchGlob(plain, file)) : [];
}

function kindByEnding(file: string): FileKind {
  if (file.endsWith('.loadform.txt')) return 'form';
  return file.endsWith('.json') ? 'release' : 'images';
}

function companionsOf(chosen: readonly SelectedFile[], usual: readonly SelectedFile[]): Map<string, SelectedFile> {
  const keysOf = (kind: FileKind) =>
    new Set(chosen.filter((selected) => selected.kind === kind).map(({ file }) => pairName(file).key));
  const releases = keysOf('release');
  const lists = keysOf('images');
  const companions = usual.filter(({ file, kind }) => {
    const { key } = pairName(file);
    if (kind === 'form') return false;
    return kind === 'release' ? lists.has(key) && !releases.has(key) : releases.has(key) && !lists.has(key);
  });
  return new Map(companions.map((companion) => [companion.file, companion]));
}
