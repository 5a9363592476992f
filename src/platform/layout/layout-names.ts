import { defaultRegistry, isTag } from '#reference';

/** An image's place at the registry that a layout stands for. */
interface Place {
  readonly registry: string;
  readonly repository: string;
}

/**
 * How a layout may name a repository's images, the surest first: as we do, with the registry in front, as `docker` shortens Docker
 * Hub's. Tools write whatever name their user gave (`skopeo copy … oci:FOLDER:NAME`).
 */
function namesOfRepository({ registry, repository }: Place): string[] {
  const short = registry === defaultRegistry ? /^library\/(.+)$/.exec(repository)?.[1] : undefined;
  return [repository, `${registry}/${repository}`, ...(short === undefined ? [] : [short])];
}

/** The names under which a layout may hold a tag of a repository, the surest first. */
export function layoutNames(place: Place, tag: string): string[] {
  return namesOfRepository(place).map((name) => `${name}:${tag}`);
}

/** The tags of a repository among a layout's names, in order. */
export function tagsAmong(names: readonly string[], place: Place): string[] {
  const starts = namesOfRepository(place).map((name) => `${name}:`);
  const tags = names.flatMap((name) => {
    const start = starts.find((one) => name.startsWith(one));
    const tag = start === undefined ? '' : name.slice(start.length);
    return isTag(tag) ? [tag] : [];
  });
  return [...new Set(tags)].sort();
}

/** The repositories among a layout's names, in order. */
export function repositoriesAmong(names: readonly string[], registry: string): string[] {
  const repositories = names.flatMap((name) => {
    const colon = name.lastIndexOf(':');
    if (colon <= name.lastIndexOf('/') || !isTag(name.slice(colon + 1))) return [];
    const repository = name.slice(0, colon);
    return [repository.startsWith(`${registry}/`) ? repository.slice(registry.length + 1) : repository];
  });
  return [...new Set(repositories)].sort();
}
