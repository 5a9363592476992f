import { ReleaseError } from '#problem';

/**
 * A layout that lacks what its images name: no trouble of a network, and there again on no other try.
 * @param folder of the layout
 * @param why the rest of the sentence that begins with the layout's folder
 */
export function damagedLayout(folder: string, why: string): ReleaseError {
  return new ReleaseError('layout-unusable', `The image layout ${folder} is damaged: it ${why}`, {
    hint: 'Copy the folder again from where it was made, and compare the sizes of its files.',
  });
}
