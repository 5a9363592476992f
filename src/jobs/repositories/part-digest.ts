import { digestOf } from '#registry';
import { type HeldConfiguration, mutabilityWords } from './compare-configuration.ts';
import type { RepositoryConfiguration, RepositoryPart } from './configuration.ts';
import { canonicalPolicy } from './same-policy.ts';

/**
 * A digest of what a repository holds of one part, as far as an update would write over it: the same when AWS only tells it in another
 * order. Undefined when it was not read.
 */
export function partDigest(
  part: RepositoryPart,
  { repository, policy, lifecycle, tags }: HeldConfiguration,
  wanted: Pick<RepositoryConfiguration, 'tags'>,
): string | undefined {
  const texts: Readonly<Record<RepositoryPart, string | undefined>> = {
    tagMutability: repository && mutabilityWords(repository.tagMutability),
    scanOnPush: repository && String(repository.scanOnPush),
    policy: policy && policyText(policy),
    lifecycle: lifecycle && policyText(lifecycle),
    // Tags that the settings don't name stay.
    tags:
      tags &&
      JSON.stringify(
        Object.keys(wanted.tags ?? {})
          .sort()
          .map((key) => tags[key] ?? null),
      ),
  };
  const text = texts[part];
  return text === undefined ? undefined : digestOf(new TextEncoder().encode(text));
}

function policyText({ text }: { readonly text: string | undefined }): string {
  return text === undefined ? '' : canonicalPolicy(text);
}
