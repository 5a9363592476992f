import { matchPath } from '#formats';

/**
 * The first of the rules whose pattern fits a path, as {@link matchPath} has it: `zeebe` is that repository alone, `*` any in no folder,
 * `**` each there is.
 * @param path of a repository, without host and tag
 */
export function firstMatch<Rule extends { readonly images: string }>(
  rules: readonly Rule[],
  path: string,
): Rule | undefined {
  return rules.find(({ images }) => matchPath(images, path));
}
