import * as vscode from 'vscode';
import type { Around, Facts, Language, LanguageId, Neighbours, Surroundings } from '#language';
import { languages } from '../ids.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import { isWritten } from '../whose-documents.ts';
import { formAround } from './form-around.ts';
import type { LanguageRoom } from './language-room.ts';
import type { RegistryFacts } from './registry-facts.ts';

/** A document in one of our languages. */
export interface Owned {
  readonly language: Language;
  /** What its files are named from: the folder of the settings that govern it, else its own; absent for one that is not saved. */
  readonly folder: vscode.Uri | undefined;
  /** Its name from there. */
  readonly file: string;
  /** Where its registries are asked; absent where nobody may be asked. */
  readonly where: Whereabouts | undefined;
  readonly surroundings: Surroundings;
}

const byId: Readonly<Record<string, LanguageId>> = {
  [languages.images]: 'image-list',
  [languages.loadForm]: 'load-form',
};

/** More files than this below a folder are not looked at; what a file is paired with is found all the same. */
const mostNeighbours = 2000;
const leftOut = '**/{node_modules,.git}/**';
/** How long the files around a text are taken to be the same, in ms; a new one is linked a little later. */
const neighboursFor = 3000;
/** The same of what stands in files that nobody has open. */
const textsFor = 2000;
const mostTexts = 30;

type Needs = Pick<Services, 'settingsFiles' | 'selection'>;

/** Which documents are ours, and what stands around them. A stranger's `release.json` is not: nothing is said about it. */
export class OwnedDocuments implements vscode.Disposable {
  readonly #room: LanguageRoom;
  readonly #services: Needs;
  readonly #facts: RegistryFacts;
  /** Once a text was unmistakable it stays ours while it is open, also when a line of it is being typed. */
  readonly #recognized = new WeakSet<vscode.TextDocument>();
  readonly #neighbours = new Map<string, { readonly files: Promise<readonly string[]>; readonly at: number }>();
  readonly #texts = new Map<string, { readonly text: Promise<string | undefined>; readonly at: number }>();
  readonly #readSettings: (text: string, target: string | undefined) => Surroundings;
  readonly #readRelease: (text: string) => ReturnType<LanguageRoom['readRelease']>;
  readonly #subscription: vscode.Disposable;

  constructor(room: LanguageRoom, services: Needs, facts: RegistryFacts) {
    this.#room = room;
    this.#services = services;
    this.#facts = facts;
    this.#readSettings = remembering((text: string, target: string | undefined) => room.surroundingsOf(text, target));
    this.#readRelease = remembering((text: string) => room.readRelease(text));
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidCloseTextDocument((document) => this.#recognized.delete(document)),
      // What stands in settings and around them is read again at once.
      services.settingsFiles.onDidChange(() => {
        this.#texts.clear();
        this.#neighbours.clear();
      }),
    );
  }

  /** Undefined when a document is none of ours. */
  async find(document: vscode.TextDocument): Promise<Owned | undefined> {
    const { uri } = document;
    if (!isWritten(uri)) return undefined;
    const settings = uri.scheme === 'untitled' ? undefined : await this.#services.settingsFiles.governing(uri);
    const whereabouts = settings && (await this.#services.selection.whereabouts(settings));
    const surroundings = settings
      ? this.#readSettings(await this.#textOf(settings), whereabouts?.place.target)
      : this.#room.noSurroundings;
    const folder = uri.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(settings ?? uri, '..');
    const file = folder ? relativeName(folder, uri) : uri.path;
    const id = this.#languageOf(document, file, surroundings, settings !== undefined);
    const language = id && this.#room.languageById(id);
    if (!language) return undefined;
    const where = vscode.workspace.isTrusted ? whereabouts : undefined;
    return { language, folder, file, where, surroundings };
  }

  /** What is known around a document, without asking anybody. @param text of the document */
  async facts(owned: Owned, text: string): Promise<Facts> {
    const { where, surroundings } = owned;
    const neighbours = await this.neighbours(owned);
    const nothing = { tags: () => undefined, image: () => undefined, repositories: () => undefined };
    return {
      ...(where ? this.#facts.known(where) : nothing),
      ...(surroundings.target ? { target: surroundings.target } : {}),
      ...(await this.around(owned, text)),
      ...(surroundings.forms ? { unpaired: surroundings.patterns.unpaired } : {}),
      neighbours,
      now: Date.now(),
    };
  }

  /** Of those what decides what is wrong with its text: as other documents are being edited, not as their files are. */
  async around(owned: Owned, text: string): Promise<Around> {
    if (owned.language.id === 'image-list') return this.#aroundList(owned);
    if (owned.language.id !== 'load-form') return {};
    const { folder } = owned;
    const filesBeside = async (file: string) => (folder ? await this.#filesBeside(folder, file) : []);
    const read = (uri: vscode.Uri) => this.#textIfThere(uri);
    const forms = await formAround(owned, text, { room: this.#room, filesBeside, read });
    return forms ? { forms } : {};
  }

  /** The files around a document. */
  async neighbours({ folder, file, surroundings }: Owned): Promise<Neighbours> {
    const around = folder ? await Promise.all([this.#filesBeside(folder, file), this.#files(folder)]) : [];
    return { file, files: [...new Set([...around.flat(), file])], patterns: surroundings.patterns };
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #languageOf(
    document: vscode.TextDocument,
    file: string,
    { patterns }: Surroundings,
    isGoverned: boolean,
  ): LanguageId | undefined {
    const chosen = byId[document.languageId];
    const named = this.#room.languageOf(file, patterns);
    if (isGoverned) return named ?? chosen;
    // By its name alone a file may be anybody's; a language that somebody chose is meant.
    if (!named) return chosen;
    if (this.#recognized.has(document)) return named;
    if (!this.#room.isUnmistakable(named, document.getText())) return undefined;
    this.#recognized.add(document);
    return named;
  }

  #files(folder: vscode.Uri): Promise<readonly string[]> {
    const pattern = new vscode.RelativePattern(folder, '**/*');
    return this.#listed(`below ${folder}`, async () => {
      const found = await vscode.workspace.findFiles(pattern, leftOut, mostNeighbours);
      return found.map((uri) => relativeName(folder, uri)).sort();
    });
  }

  /** All files in the folder of one: only there is what it is paired with, however many files there are elsewhere. */
  #filesBeside(folder: vscode.Uri, file: string): Promise<readonly string[]> {
    const slash = file.lastIndexOf('/');
    const own = slash < 0 ? folder : vscode.Uri.joinPath(folder, file.slice(0, slash));
    return this.#listed(`in ${own}`, async () => {
      const names = await namesIn(own);
      return names.map((name) => `${file.slice(0, slash + 1)}${name}`).sort();
    });
  }

  #listed(key: string, list: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const held = this.#neighbours.get(key);
    if (held && Date.now() - held.at < neighboursFor) return held.files;
    const files = list();
    files.catch(() => this.#neighbours.delete(key));
    this.#neighbours.set(key, { files, at: Date.now() });
    return files;
  }

  async #aroundList(owned: Owned): Promise<Around> {
    const { folder, surroundings } = owned;
    if (!surroundings.forms) return { settings: 'unreadable' };
    const { names } = surroundings.forms;
    // What is not saved is paired with nothing yet.
    if (!folder) return { names };
    const neighbours = await this.neighbours(owned);
    const release = await this.#release(owned, neighbours);
    const { target, patterns } = surroundings;
    return {
      ...(release ? { release } : {}),
      ...(target ? { target } : {}),
      unpaired: patterns.unpaired,
      names,
      neighbours,
    };
  }

  async #release({ folder }: Owned, neighbours: Neighbours) {
    const [file, ...others] = this.#room.pairedFiles(neighbours, 'release');
    if (!folder || file === undefined || others.length > 0) return undefined;
    return this.#readRelease(await this.#textOf(vscode.Uri.joinPath(folder, file)));
  }

  async #textOf(uri: vscode.Uri): Promise<string> {
    return (await this.#textIfThere(uri)) ?? '';
  }

  /** As it is being edited, else as it is on disk; undefined when it cannot be read. */
  #textIfThere(uri: vscode.Uri): Promise<string | undefined> {
    const name = uri.toString();
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === name);
    if (open) return Promise.resolve(open.getText());
    const held = this.#texts.get(name);
    if (held && Date.now() - held.at < textsFor) return held.text;
    const text = readText(uri);
    this.#texts.delete(name);
    this.#texts.set(name, { text, at: Date.now() });
    const [oldest] = this.#texts.keys();
    if (oldest !== undefined && this.#texts.size > mostTexts) this.#texts.delete(oldest);
    return text;
  }
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** The names of the files in a folder; none when it cannot be read. */
async function namesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    const found = await vscode.workspace.fs.readDirectory(folder);
    return found.flatMap(([name, type]) => ((type & vscode.FileType.Directory) === 0 ? [name] : []));
  } catch {
    return [];
  }
}

/** The same function, which does nothing when it is asked the same as the last time. */
function remembering<Given extends readonly (string | undefined)[], Result>(
  ask: (...given: Given) => Result,
): (...given: Given) => Result {
  let last: { readonly given: Given; readonly result: Result } | undefined;
  return (...given) => {
    if (last?.given.every((each, at) => each === given[at])) return last.result;
    last = { given, result: ask(...given) };
    return last.result;
  };
}

function relativeName(folder: vscode.Uri, { path }: vscode.Uri): string {
  const start = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return path.startsWith(start) ? path.slice(start.length) : path.slice(path.lastIndexOf('/') + 1);
}
