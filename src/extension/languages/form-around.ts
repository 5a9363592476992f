import * as vscode from 'vscode';
import type { Facts, Surroundings } from '#language';
import type { LanguageRoom } from './language-room.ts';

/** More lists than these no form has. */
const mostLists = 20;

/**
 * What the forms of a text are held against: the settings' targets, and the image lists that it names. Those are read below the folder
 * of the release only.
 * @param filesBeside the files in the folder of one, that among them
 * @param read a file's text; undefined when it cannot be read
 * @returns undefined when the settings cannot be read: targets and lists may be others than they seem
 */
export async function formAround(
  { folder, file, surroundings }: FormDocument,
  text: string,
  { room, filesBeside, read }: Around,
): Promise<Facts['forms']> {
  const { forms, patterns } = surroundings;
  if (!forms) return undefined;
  const names = folder ? room.formListNames(text).slice(0, mostLists) : [];
  const lists = names.map(async (name) => {
    const list = placeIn(file, name);
    const textOf = async (one: string) => (folder ? await read(vscode.Uri.joinPath(folder, one)) : undefined);
    const written = list === undefined ? undefined : await textOf(list);
    if (list === undefined || written === undefined) return [name, { fault: 'missing' }] as const;
    const paired = room.pairedFiles({ file: list, files: await filesBeside(list), patterns }, 'release');
    const releases = await Promise.all(paired.map(async (one) => ({ file: one, text: (await textOf(one)) ?? '' })));
    return [name, room.readFormList({ file: list, text: written }, releases, forms)] as const;
  });
  return { places: forms.places, lists: new Map(await Promise.all(lists)) };
}

/** A document of load forms, named from the folder of the release. */
interface FormDocument {
  readonly folder: vscode.Uri | undefined;
  readonly file: string;
  readonly surroundings: Surroundings;
}

interface Around {
  readonly room: LanguageRoom;
  readonly filesBeside: (file: string) => Promise<readonly string[]>;
  readonly read: (file: vscode.Uri) => Promise<string | undefined>;
}

/** The name from the release's folder of what a form names from its own; undefined for what lies outside. */
function placeIn(form: string, name: string): string | undefined {
  const steps = form.split('/').slice(0, -1);
  for (const step of name.split('/')) {
    if (step === '..' && steps.length === 0) return undefined;
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.length === 0 ? undefined : steps.join('/');
}
