import { type FormAround, type FormList, type FormSettings, listTargets } from '#catalog';
import { pairName } from '#release';
import type { LoadedForm } from './gather/load-form-lists.ts';
import type { ReadInput } from './read-input.ts';

/**
 * What is known around a load form.
 * @param lists that it names, by these names; undefined where none is there
 * @param inputs the release files and image lists that were read, by their names
 */
export function formAround(
  lists: LoadedForm['lists'] = new Map(),
  inputs: ReadonlyMap<string, ReadInput>,
  settings: FormSettings,
): FormAround {
  const found = [...lists].map(([name, file]) => [name, listOf(file, inputs, settings)] as const);
  return { places: settings.places, lists: new Map(found) };
}

function listOf(list: string | undefined, inputs: ReadonlyMap<string, ReadInput>, settings: FormSettings): FormList {
  const read = list === undefined ? undefined : inputs.get(list);
  if (list === undefined || !read) return { fault: 'missing' };
  if (read.input?.kind !== 'images' || read.problems.some(({ severity }) => severity === 'error'))
    return { fault: 'faulty' };
  const { key } = pairName(list);
  const release = [...inputs.values()].flatMap(({ input }) =>
    input?.kind === 'release' && pairName(input.file).key === key ? [input] : [],
  );
  return listTargets(list, [...release, read.input], settings);
}
