import { type RepositoryKey, type RepositorySettings, tagFault } from '#formats';
import type { Problem } from '#problem';
import { parseEcrHost, partitionOf } from '#reference';
import type { RepositoryConfiguration } from './configuration.ts';
import { kmsKeyFault } from './kms-key.ts';
import { readerPolicy } from './reader-policy.ts';
import type { RepositoryContents } from './repository-files.ts';
import { untaggedLifecycle } from './untagged-lifecycle.ts';

/** ECR's limit for a repository policy, in characters (ECR API Reference, SetRepositoryPolicy). */
const longestPolicy = 10_240;

/** Of the world, what a configuration is made with. */
export interface ConfigurationContext {
  /** Of the target, filled in. */
  readonly registry: string;
  /** Where the registry is, when its host does not say. */
  readonly region: string | undefined;
  /** As the user would name it. */
  readonly settingsFile: string;
  /** The value of a variable of the environment; absent where the files alone are looked at, on whatever machine that is. */
  readonly variable?: (name: string) => string | undefined;
}

/**
 * Puts together how repositories are made, from settings, files and environment.
 * @returns undefined when the settings say nothing of them, or have problems
 */
export function assembleConfiguration(
  settings: RepositorySettings,
  contents: RepositoryContents,
  context: ConfigurationContext,
): { readonly configuration: RepositoryConfiguration | undefined; readonly problems: readonly Problem[] } {
  const said = (key: RepositoryKey) => settings.places[key] !== undefined;
  if (Object.keys(settings.places).length === 0) return { configuration: undefined, problems: [] };
  const problems: Problem[] = [];
  const flag = (key: RepositoryKey, rule: Problem['rule'], message: string, hint: string) => {
    const range = settings.places[key] ?? { line: 1, column: 1, endLine: 1, endColumn: 1 };
    problems.push({ file: context.settingsFile, rule, severity: 'error', range, message, hint });
  };
  const kmsKey = keyOf(settings, context, flag);
  const accounts = settings.readers && 'accounts' in settings.readers ? settings.readers.accounts : contents.accounts;
  const region = parseEcrHost(context.registry)?.region ?? context.region;
  const policy = accounts ? readerPolicy(accounts, partitionOf(region ?? '')) : contents.policy;
  if (accounts && (policy?.length ?? 0) > longestPolicy) {
    const message = `The policy for ${accounts.length} accounts has ${policy?.length} characters; ECR takes ${longestPolicy}.`;
    flag('readers', 'policy-invalid', message, 'Write a policy file that names the organisation instead (policy).');
  }
  // A file that names none says so itself.
  if (settings.readers && 'accounts' in settings.readers && settings.readers.accounts.length === 0) {
    flag('readers', 'setting-invalid', 'readers names no account.', 'Name an account, or leave readers out.');
  }
  const lifecycle = settings.untaggedDays === undefined ? contents.lifecycle : untaggedLifecycle(settings.untaggedDays);
  const tags = settings.tags && 'values' in settings.tags ? settings.tags.values : contents.tags;
  for (const [key, value] of Object.entries(settings.tags && 'values' in settings.tags ? settings.tags.values : {})) {
    const fault = tagFault(key, value);
    if (fault !== undefined)
      flag('tags', 'resource-tag-invalid', `The tag ${key} is none: ${fault}.`, 'Correct the tag.');
  }
  const configuration: RepositoryConfiguration = {
    ...(said('immutableTags')
      ? { tagMutability: { immutable: settings.immutableTags, except: [...settings.mutableTags] } }
      : {}),
    ...(said('scanOnPush') ? { scanOnPush: settings.scanOnPush } : {}),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(policy === undefined ? {} : { policy }),
    ...(accounts === undefined ? {} : { readers: accounts.length }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(settings.untaggedDays === undefined ? {} : { untaggedDays: settings.untaggedDays }),
    ...(tags === undefined ? {} : { tags: { ...tags } }),
    throttleMs: settings.throttleMs,
  };
  return { configuration: problems.length > 0 ? undefined : configuration, problems };
}

function keyOf(
  { kmsKey }: RepositorySettings,
  { registry, region, variable }: ConfigurationContext,
  flag: (key: RepositoryKey, rule: Problem['rule'], message: string, hint: string) => void,
): string | undefined {
  if (!kmsKey || ('env' in kmsKey && !variable)) return undefined;
  const value = 'value' in kmsKey ? kmsKey.value : variable?.(kmsKey.env);
  if (value === undefined || value === '') {
    const name = 'env' in kmsKey ? kmsKey.env : '';
    const message = `The variable ${name}, which holds the KMS key of new repositories, is not set.`;
    flag('kmsKey', 'setting-missing', message, `Set ${name} in the environment, or write the key into the file.`);
    return undefined;
  }
  const fault = kmsKeyFault(value, parseEcrHost(registry)?.region ?? region);
  if (fault === undefined) return value;
  const whose = 'env' in kmsKey ? `The value of ${kmsKey.env}` : value;
  flag(
    'kmsKey',
    'setting-invalid',
    `${whose} ${fault}.`,
    'Write the ARN of the key or of an alias, or alias/ and a name.',
  );
  return undefined;
}
