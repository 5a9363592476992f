import type { ChartFact, Facts, ImageFact } from '#language';

/** What a test's world has: tags by repository, images by reference, repositories by `registry/prefix`. All else is not known. */
export interface KnownWorld extends Omit<Facts, 'tags' | 'image' | 'repositories'> {
  readonly tagsOf?: Readonly<Record<string, readonly string[] | 'missing'>>;
  readonly images?: Readonly<Record<string, ImageFact | 'missing'>>;
  /** By `repository name`. */
  readonly charts?: Readonly<Record<string, readonly ChartFact[] | 'missing'>>;
  readonly repositoriesOf?: Readonly<Record<string, readonly string[]>>;
}

export function knownFacts({ tagsOf = {}, images = {}, charts = {}, repositoriesOf = {}, ...rest }: KnownWorld): Facts {
  return {
    ...rest,
    tags: (repository) => tagsOf[repository],
    image: (reference) => images[reference],
    chart: (repository, name) => charts[`${repository} ${name}`],
    repositories: (registry, prefix) => repositoriesOf[`${registry}/${prefix}`],
  };
}

/** `sha256:` and one character, 64 times. */
export function digestOf(character: string): string {
  return `sha256:${character.repeat(64)}`;
}
