import type { TargetSettings } from '#formats';
import type { Problem } from '#problem';
import { assembleConfiguration } from './assemble-configuration.ts';
import { type RepositoryFile, readRepositoryFiles } from './repository-files.ts';

/**
 * What is wrong with how a target's repositories are made, as far as files tell: account and region may still be missing in the registry,
 * and variables are those of another machine.
 */
export function repositoryProblems(
  { repositories, registry, region }: TargetSettings,
  settingsFile: string,
  files: readonly RepositoryFile[],
): Problem[] {
  const { contents, problems } = readRepositoryFiles(repositories, settingsFile, files);
  const assembled = assembleConfiguration(repositories, contents, { registry, region, settingsFile });
  return [...problems, ...assembled.problems];
}
