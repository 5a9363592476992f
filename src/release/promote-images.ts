import type { Problem } from '#problem';
import { repositoryFault } from '#reference';
import type { ResolvedImage } from './resolve-release.ts';

/** Where a target keeps its images. */
interface Place {
  readonly registry: string;
  readonly prefix: string;
}

/**
 * The images of a release as they go from one target to another: their source is what the first target has under their tag.
 * @param images as they go to the second target
 */
export function promoteImages(
  images: readonly ResolvedImage[],
  from: Place,
  to: Pick<Place, 'prefix'>,
): { readonly images: readonly ResolvedImage[]; readonly problems: readonly Problem[] } {
  const start = to.prefix === '' ? 0 : to.prefix.length + 1;
  const problems: Problem[] = [];
  const promoted = images.map(({ original: _, ...image }): ResolvedImage => {
    const path = image.target.repository.slice(start);
    const repository = from.prefix === '' ? path : `${from.prefix}/${path}`;
    const fault = repositoryFault(repository);
    for (const { file, ...range } of fault === undefined ? [] : image.origins)
      problems.push({ file, range, rule: 'repository-name', severity: 'error', message: `To be promoted, ${fault}.` });
    const { tag } = image.target;
    const source = { registry: from.registry, repository, ...(tag === undefined ? {} : { tag }) };
    return { ...image, source, released: image.source };
  });
  return { images: promoted, problems };
}
