import type { NameMapping } from '#formats';
import type { Reference } from '#reference';
import { mapName } from './map-name.ts';

/**
 * The repository of the target that an image goes to: by the settings' `names`, else by its own path, below the prefix.
 * @param source undefined when it is not known: then no name is mapped
 */
export function targetRepository(
  path: string,
  source: Reference | undefined,
  prefix: string,
  names: readonly NameMapping[],
): string {
  const mapped = (source && mapName(names, source)) ?? path;
  return prefix === '' ? mapped : `${prefix}/${mapped}`;
}
