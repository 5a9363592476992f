import { isRecord } from '../../store/narrow.ts';
import { type RepositorySettings, type TagMutability, tagMutabilities } from '../../store/repository-settings.ts';
import { AwsError } from '../aws-error.ts';
import { type EcrRequest, invalid } from '../ecr-request.ts';
import { defaultKeyAlias, kmsKeyArn } from './kms-key-arn.ts';

/** ECR user guide, "Tagging a private repository". */
const mostTags = 50;
/** ECR API Reference, ImageTagMutabilityExclusionFilter, and the user guide: at most two wildcards a filter. */
const filterPattern = /^[0-9a-zA-Z._*-]{1,128}$/;

/** `imageTagMutability` with its filters, which have values of the setting to themselves; absent: MUTABLE. */
export function readMutability(request: EcrRequest): Pick<RepositorySettings, 'tagMutability' | 'exclusions'> {
  const value = request.raw('imageTagMutability') ?? 'MUTABLE';
  const tagMutability = tagMutabilities.find((one) => one === value);
  if (!tagMutability) {
    throw invalid('imageTagMutability', `Member must satisfy enum value set: [${tagMutabilities.join(', ')}]`);
  }
  return {
    tagMutability,
    exclusions: readExclusions(request.raw('imageTagMutabilityExclusionFilters'), tagMutability),
  };
}

function readExclusions(value: unknown, mutability: TagMutability): string[] {
  const parameter = 'imageTagMutabilityExclusionFilters';
  const takes = mutability.endsWith('_WITH_EXCLUSION');
  if (value === undefined && !takes) return [];
  if (!takes) throw invalid(parameter, `must not be specified when imageTagMutability is ${mutability}`);
  if (!Array.isArray(value) || value.length < 1 || value.length > 5) throw invalid(parameter, '1 to 5 members');
  return value.map((filter: unknown) => {
    if (!isRecord(filter) || filter.filterType !== 'WILDCARD') {
      throw invalid(`${parameter}.filterType`, 'Member must satisfy enum value set: [WILDCARD]');
    }
    const text = filter.filter;
    if (typeof text !== 'string' || !filterPattern.test(text) || text.split('*').length > 3) {
      throw invalid(`${parameter}.filter`, `must satisfy regular expression '${filterPattern.source}'`);
    }
    return text;
  });
}

/** `imageScanningConfiguration`; absent: no scan. */
export function readScanOnPush(request: EcrRequest): boolean {
  const value = request.raw('imageScanningConfiguration');
  if (value === undefined) return false;
  const scan = isRecord(value) ? (value.scanOnPush ?? false) : undefined;
  if (typeof scan === 'boolean') return scan;
  throw invalid('imageScanningConfiguration', 'must be a scanning configuration');
}

/** `encryptionConfiguration`; absent: AES256. */
export function readEncryption(
  request: EcrRequest,
  account: string,
  region: string,
): Pick<RepositorySettings, 'encryptionType' | 'kmsKey'> {
  const value = request.raw('encryptionConfiguration');
  if (value === undefined) return { encryptionType: 'AES256' };
  const { encryptionType, kmsKey } = isRecord(value) ? value : {};
  if (encryptionType !== 'AES256' && encryptionType !== 'KMS' && encryptionType !== 'KMS_DSSE') {
    throw invalid(
      'encryptionConfiguration.encryptionType',
      'Member must satisfy enum value set: [AES256, KMS, KMS_DSSE]',
    );
  }
  if (encryptionType === 'AES256') {
    if (kmsKey === undefined) return { encryptionType };
    throw invalid('encryptionConfiguration', 'KMS key cannot be specified when encryption type is AES256');
  }
  if (kmsKey !== undefined && (typeof kmsKey !== 'string' || kmsKey.length < 1 || kmsKey.length > 2048)) {
    throw invalid('encryptionConfiguration.kmsKey', '1 to 2048 characters');
  }
  return { encryptionType, kmsKey: kmsKeyArn(kmsKey ?? defaultKeyAlias, account, region) };
}

/** `tags`; absent: none. @param had the tags that the resource has already */
export function readTags(request: EcrRequest, had: Readonly<Record<string, string>>): Record<string, string> {
  const value = request.raw('tags') ?? [];
  if (!Array.isArray(value)) throw invalid('tags', 'must be a list');
  const given = value.map((tag: unknown) => {
    const { Key: key, Value: text } = isRecord(tag) ? tag : {};
    if (typeof key !== 'string' || typeof text !== 'string') throw invalid('tags', 'Member must not be null');
    if (key.length < 1 || key.length > 128 || text.length > 256 || /^aws:/i.test(key)) {
      throw new AwsError(
        'InvalidTagParameterException',
        'An invalid parameter has been specified. Tag keys can have a maximum character length of 128 characters, and tag values can have a maximum length of 256 characters.',
      );
    }
    return [key, text] as const;
  });
  const tags = { ...had, ...Object.fromEntries(given) };
  if (Object.keys(tags).length <= mostTags) return tags;
  throw new AwsError(
    'TooManyTagsException',
    'The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.',
  );
}

/** `tagKeys` of UntagResource. */
export function readTagKeys(request: EcrRequest): ReadonlySet<string> {
  const value = request.raw('tagKeys');
  if (!Array.isArray(value) || !value.every((key) => typeof key === 'string'))
    throw invalid('tagKeys', 'must be a list');
  return new Set(value);
}
