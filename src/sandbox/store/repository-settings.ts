import { isRecord, readText, readTexts } from './narrow.ts';

/** ECR API Reference, Repository, `imageTagMutability`. */
export const tagMutabilities = ['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'] as const;
export type TagMutability = (typeof tagMutabilities)[number];

/** How a repository of a private ECR is configured. */
export interface RepositorySettings {
  tagMutability: TagMutability;
  /** Tags for which the opposite holds; `*` stands for any text. */
  exclusions: readonly string[];
  scanOnPush: boolean;
  /** `AES256`, `KMS` or `KMS_DSSE`. Fixed when the repository is made. */
  readonly encryptionType: string;
  readonly kmsKey?: string;
  policy?: string | undefined;
  lifecycle?: string | undefined;
  tags: Readonly<Record<string, string>>;
}

/** What a repository has that nobody configured. */
export function defaultRepositorySettings(): RepositorySettings {
  return { tagMutability: 'MUTABLE', exclusions: [], scanOnPush: false, encryptionType: 'AES256', tags: {} };
}

/** Reads what was kept of it; throws with the place at fault. */
export function readRepositorySettings(value: unknown, at: string): RepositorySettings {
  if (!isRecord(value) || !isRecord(value.tags)) throw new Error(`state.json: ${at} is not an object`);
  const tagMutability = tagMutabilities.find((one) => one === value.tagMutability);
  if (!tagMutability) throw new Error(`state.json: ${at}.tagMutability is unknown`);
  return {
    tagMutability,
    exclusions: readTexts(value.exclusions, `${at}.exclusions`),
    scanOnPush: value.scanOnPush === true,
    encryptionType: readText(value.encryptionType, `${at}.encryptionType`),
    ...(value.kmsKey === undefined ? {} : { kmsKey: readText(value.kmsKey, `${at}.kmsKey`) }),
    ...(value.policy === undefined ? {} : { policy: readText(value.policy, `${at}.policy`) }),
    ...(value.lifecycle === undefined ? {} : { lifecycle: readText(value.lifecycle, `${at}.lifecycle`) }),
    tags: Object.fromEntries(
      Object.entries(value.tags).map(([key, text]) => [key, readText(text, `${at}.tags.${key}`)]),
    ),
  };
}
