import type { TargetSettings } from '#formats';
import type { Problem } from '#problem';
import type { Files } from '../gateways.ts';
import { assembleConfiguration } from '../repositories/assemble-configuration.ts';
import { readRepositoryFiles } from '../repositories/repository-files.ts';
import type { RepositoryWish } from '../repositories/wished-repositories.ts';
import { loadRepositoryFiles } from './load-repository-files.ts';

/** What the settings want of a target's repositories, with the files that say so. */
export interface GatheredRepositories {
  /** Undefined when they want nothing. */
  readonly wish: RepositoryWish | undefined;
  readonly problems: readonly Problem[];
  /** The files that were read, as the user would name them. */
  readonly inputs: readonly string[];
}

/** Where a target's settings are, and what they may refer to. */
export interface RepositoriesContext {
  readonly settingsFile: string;
  /** Of the settings file, absolute. */
  readonly folder: string;
  readonly files: Files;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads how the repositories of a target are made. What is wrong is a problem at its place.
 * @param target with account and region in its registry filled in
 */
export async function gatherRepositories(
  target: TargetSettings,
  { settingsFile, folder, files, environment }: RepositoriesContext,
): Promise<GatheredRepositories> {
  const { repositories, registry, region, kind } = target;
  if (kind !== 'ecr' || Object.keys(repositories.places).length === 0)
    return { wish: undefined, problems: [], inputs: [] };
  const loaded = await loadRepositoryFiles(repositories, folder, files);
  const { contents, problems: ofFiles } = readRepositoryFiles(repositories, settingsFile, loaded);
  const variable = (name: string) => environment[name];
  const { configuration, problems: ofSettings } = assembleConfiguration(repositories, contents, {
    registry,
    region,
    settingsFile,
    variable,
  });
  const { create, update } = repositories;
  return {
    wish: configuration && { create, update, configuration },
    problems: [...ofFiles, ...ofSettings],
    inputs: loaded.map(({ file }) => file),
  };
}
