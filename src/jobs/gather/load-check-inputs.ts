import { decodeText, defaultFiles, type FileSettings, parseSettings } from '#formats';
import type { Problem } from '#problem';
import { isGlob, kindOfFile } from '#release';
import type { Files } from '../gateways.ts';
import { fitsPattern, folderOf, relativeTo, settingsName, splitPattern, upward, within } from './file-names.ts';
import { notThere, type ReleaseChoice } from './find-settings.ts';
import { withCharts } from './load-charts.ts';
import { type LoadedCheckInput, loadCheckInput } from './load-check-input.ts';
import { nothingAt } from './load-release-files.ts';

/** A release of those that are checked together. */
interface Part {
  /** Absolute; undefined where nothing governs. */
  readonly settings: string | undefined;
  /** What is named of it; nothing: all of it. */
  readonly named: readonly string[];
}

/**
 * Reads what a check looks at, each file with the settings that govern it: a check writes nothing, so it may be about several releases. A
 * folder stands for all releases in it and below it; one without anything of ours is told, and hides no other. Where nothing is named, it is
 * the folder of the settings.
 * @throws ReleaseError `file-not-found` when a file does not exist, a pattern stands for nothing, or nothing is there at all; what reading
 * throws
 */
export async function loadCheckInputs(choice: ReleaseChoice, files: Files): Promise<readonly LoadedCheckInput[]> {
  const inputs = await loadParts(choice, files);
  return Promise.all(inputs.map((input) => withCharts(input, files)));
}

async function loadParts({ named, config }: ReleaseChoice, files: Files): Promise<readonly LoadedCheckInput[]> {
  if (config !== undefined) return [await loadCheckInput({ named, config }, files)];
  const looking = new Looking(files);
  const names = named.length === 0 ? [await looking.start()] : named;
  const found = await Promise.all(names.map((name) => looking.partsOf(name)));
  const parts = joined(found.flat());
  if (parts.length === 0) return [await loadCheckInput({ named }, files)];
  const inputs: LoadedCheckInput[] = [];
  for (const { settings, named: own } of parts)
    inputs.push(await loadCheckInput({ named: own, ...(settings === undefined ? {} : { config: settings }) }, files));
  const [first, ...others] = inputs;
  if (!first) return [];
  const empty = names.filter((_, at) => found[at]?.length === 0).map(nothingInFolder);
  return [{ ...first, problems: [...(first.problems ?? []), ...empty] }, ...others];
}

/** Finds out which releases names are about. */
class Looking {
  readonly #files: Files;
  readonly #patterns = new Map<string, Promise<FileSettings>>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** The folder that is meant where nothing is named. */
  async start(): Promise<string> {
    const settings = await this.#above(this.#files.absolute('.'));
    return settings === undefined ? '.' : folderOf(settings);
  }

  /** None for a folder with nothing of ours. @throws ReleaseError `file-not-found`; what reading throws */
  async partsOf(name: string): Promise<readonly Part[]> {
    const files = this.#files;
    const kind = await files.kindOf(name);
    const place = files.absolute(name);
    if (kind === 'folder') return this.#inFolder(name, place);
    if (kind !== undefined) return [{ settings: await this.#above(folderOf(place)), named: [name] }];
    if (!isGlob(name)) throw notThere(name);
    const [base, pattern] = splitPattern(name.replaceAll('\\', '/'));
    const root = files.absolute(base);
    const fitting = (await this.#ours(root)).filter((one) => fitsPattern(pattern, relativeTo(root, one.file)));
    if (fitting.length === 0) throw nothingAt(name, 'release file, image list or load form');
    return fitting.map(({ file, settings }) => ({ settings, named: [file] }));
  }

  async #inFolder(name: string, place: string): Promise<readonly Part[]> {
    const settings = await this.#above(place);
    const ours = await this.#ours(place);
    const isOurs = ours.some((one) => one.settings === settings);
    const below = new Set(ours.flatMap((one) => (one.settings === settings ? [] : (one.settings ?? []))));
    return [
      ...(isOurs ? [{ settings, named: [name] }] : []),
      ...[...below].sort().map((one) => ({ settings: one, named: [] })),
    ];
  }

  /** The files of releases below a folder, absolute, each with what governs it. */
  async #ours(root: string): Promise<readonly { readonly file: string; readonly settings: string | undefined }[]> {
    const above = await this.#above(root);
    const listed = (await this.#files.list(root)).map((file) => within(root, file));
    const below = new Set(listed.filter((file) => file.endsWith(`/${settingsName}`)));
    const governing = (file: string) =>
      upward(folderOf(file))
        .map((folder) => within(folder, settingsName))
        .find((one) => below.has(one)) ?? above;
    const ours = listed.map(async (file) => {
      const settings = governing(file);
      const patterns = settings === undefined ? defaultFiles : await this.#patternsOf(settings);
      const name = relativeTo(settings === undefined ? root : folderOf(settings), file);
      return kindOfFile(name, patterns) === undefined ? [] : [{ file, settings }];
    });
    return (await Promise.all(ours)).flat();
  }

  async #above(folder: string): Promise<string | undefined> {
    for (const above of upward(folder)) {
      const settings = within(above, settingsName);
      if ((await this.#files.kindOf(settings)) === 'file') return settings;
    }
    return undefined;
  }

  #patternsOf(settings: string): Promise<FileSettings> {
    const known = this.#patterns.get(settings);
    if (known !== undefined) return known;
    const read = this.#files.read(settings).then((bytes) => {
      const { text, problems } = decodeText(bytes);
      return (problems.length > 0 ? undefined : parseSettings(text).model?.files) ?? defaultFiles;
    });
    this.#patterns.set(settings, read);
    return read;
  }
}

/** One part a release; of one that is named as a whole, all. */
function joined(parts: readonly Part[]): Part[] {
  const bySettings = new Map<string | undefined, Part>();
  for (const part of parts) {
    const before = bySettings.get(part.settings);
    const isWhole = part.named.length === 0 || before?.named.length === 0;
    const named = isWhole ? [] : [...new Set([...(before?.named ?? []), ...part.named])];
    bySettings.set(part.settings, { settings: part.settings, named });
  }
  return [...bySettings.values()];
}

/** The folder was looked at, and the rest is checked all the same. */
function nothingInFolder(folder: string): Problem {
  return {
    file: folder,
    range: { line: 1, column: 1, endLine: 1, endColumn: 1 },
    rule: 'file-not-found',
    severity: 'warning',
    message: 'No release file, image list or load form is in this folder.',
    hint: 'Leave it out, or say in marketplace.yaml under files how they are named.',
  };
}
