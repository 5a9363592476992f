import { type FormList, type FormSettings, listFields, listTargets } from '#catalog';
import { parseImageList, parseLoadForm, parseRelease } from '#formats';
import type { InputFile } from '#release';

/** A file around a text, with what stands in it. */
interface Read {
  readonly file: string;
  readonly text: string;
}

/** What no text without a list has; most have none, and are asked at each keystroke. */
const mayBeList = /(?:^|[\s,])@/;

/** The image lists that a text of load forms names behind an `@`, from its own folder. */
export function formListNames(text: string): readonly string[] {
  if (!mayBeList.test(text)) return [];
  const lists = parseLoadForm(text)
    .model.forms.flatMap(listFields)
    .flatMap((field) => field.lists);
  return [...new Set(lists.map(({ name }) => name))];
}

/** What such a list comes to, as a check has it. @param releases that it is paired with */
export function readFormList(list: Read, releases: readonly Read[], settings: FormSettings): FormList {
  const { model, problems } = parseImageList(list.text);
  if (problems.some(({ severity }) => severity === 'error')) return { fault: 'faulty' };
  const files: InputFile[] = releases.map(({ file, text }) => ({
    file,
    kind: 'release',
    model: parseRelease(text).model,
  }));
  return listTargets(list.file, [...files, { file: list.file, kind: 'images', model }], settings);
}
