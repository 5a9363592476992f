import { formatReference } from '#reference';
import { type InputFile, resolveRelease } from '#release';
import type { FormList, FormSettings } from './form-around.ts';

/**
 * The targets of an image list, for the form that names it: those that a plan has.
 * @param files the list and its release
 */
export function listTargets(list: string, files: readonly InputFile[], settings: FormSettings): FormList {
  const { images, problems } = resolveRelease({ settings, target: settings.target, files });
  if (problems.some(({ file, severity }) => file === list && severity === 'error')) return { fault: 'faulty' };
  const named = images.filter(({ origins }) => origins.some(({ file }) => file === list));
  return { targets: named.map(({ target }) => formatReference(target)) };
}
