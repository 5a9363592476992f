import type { RepositoryConfiguration, RepositoryPart } from './configuration.ts';
import { mayBeSameKey } from './kms-key.ts';
import type { HeldRepository } from './repository-gateway.ts';
import { samePolicy } from './same-policy.ts';

/** What was read of a repository; what could not be read, or was not asked for, is absent and not compared. */
export interface HeldConfiguration {
  readonly repository?: HeldRepository | undefined;
  readonly policy?: { readonly text: string | undefined } | undefined;
  readonly lifecycle?: { readonly text: string | undefined } | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** One way in which a repository is not as the settings say. Without a part it can't be changed. */
export interface ConfigurationDifference {
  readonly part?: RepositoryPart;
  /** What is, and what the settings say. */
  readonly words: string;
}

/** How a repository differs from a configuration, in what the configuration speaks of. */
export function compareConfiguration(
  wanted: RepositoryConfiguration,
  held: HeldConfiguration,
): ConfigurationDifference[] {
  const { repository } = held;
  return [
    ...(repository ? compareRepository(wanted, repository) : []),
    ...(held.policy ? comparePolicy(wanted, held.policy.text) : []),
    ...(held.lifecycle ? compareLifecycle(wanted, held.lifecycle.text) : []),
    ...(held.tags ? compareTags(wanted, held.tags) : []),
  ];
}

function compareRepository(wanted: RepositoryConfiguration, held: HeldRepository): ConfigurationDifference[] {
  const differences: ConfigurationDifference[] = [];
  const mutability = wanted.tagMutability && mutabilityWords(wanted.tagMutability);
  const mutabilityHeld = mutabilityWords(held.tagMutability);
  if (mutability !== undefined && mutability !== mutabilityHeld) {
    differences.push({ part: 'tagMutability', words: `tags are ${mutabilityHeld}; the settings say ${mutability}` });
  }
  if (wanted.scanOnPush !== undefined && wanted.scanOnPush !== held.scanOnPush) {
    const [is, says] = held.scanOnPush ? ['on', 'off'] : ['off', 'on'];
    differences.push({ part: 'scanOnPush', words: `scan on push is ${is}; the settings say ${says}` });
  }
  const isEncrypted =
    wanted.kmsKey === undefined ||
    (held.encryption !== 'AES256' && (held.kmsKey === undefined || mayBeSameKey(wanted.kmsKey, held.kmsKey)));
  if (!isEncrypted) {
    const is = held.encryption === 'AES256' ? 'by AES256' : `by the key ${held.kmsKey}`;
    differences.push({
      words: `it is encrypted ${is}, which can't be changed any more; the settings say ${wanted.kmsKey}`,
    });
  }
  return differences;
}

/** The mutability of tags, in words that are the same for the same. */
export function mutabilityWords({ immutable, except }: HeldRepository['tagMutability']): string {
  const word = immutable ? 'immutable' : 'mutable';
  return except.length === 0 ? word : `${word} except ${[...except].sort().join(', ')}`;
}

function comparePolicy({ policy, readers }: RepositoryConfiguration, held: string | undefined) {
  if (policy === undefined || (held !== undefined && samePolicy(policy, held))) return [];
  const says = readers === undefined ? 'the settings have one' : `the settings let ${countOf(readers, 'account')} pull`;
  const words = held === undefined ? `it has no policy; ${says}` : `its policy is another; ${says}`;
  return [{ part: 'policy' as const, words }];
}

function compareLifecycle({ lifecycle, untaggedDays }: RepositoryConfiguration, held: string | undefined) {
  if (lifecycle === undefined || (held !== undefined && samePolicy(lifecycle, held))) return [];
  const says =
    untaggedDays === undefined
      ? 'the settings have one'
      : `the settings let untagged images go after ${countOf(untaggedDays, 'day')}`;
  const words = held === undefined ? `it has no lifecycle policy; ${says}` : `its lifecycle policy is another; ${says}`;
  return [{ part: 'lifecycle' as const, words }];
}

/** Tags that the settings don't name are other people's. */
function compareTags({ tags = {} }: RepositoryConfiguration, held: Readonly<Record<string, string>>) {
  return Object.entries(tags).flatMap(([key, value]) => {
    const is = Object.hasOwn(held, key) ? held[key] : undefined;
    if (is === value) return [];
    const state = is === undefined ? `the tag ${key} is missing` : `the tag ${key} is ${is}`;
    return [{ part: 'tags' as const, words: `${state}; the settings say ${value}` }];
  });
}

function countOf(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
