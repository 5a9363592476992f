import { isRecord } from '../store/narrow.ts';
import { AwsError } from './aws-error.ts';
import type { PageRule } from './paginate.ts';

/** One image named by tag, digest or both. */
export interface ImageId {
  readonly imageDigest?: string;
  readonly imageTag?: string;
}

/** Reads the parameters of an ECR call as the service does: what is of the wrong shape is an InvalidParameterException. */
export class EcrRequest {
  readonly #body: Readonly<Record<string, unknown>>;

  constructor(body: unknown) {
    if (!isRecord(body)) throw new AwsError('SerializationException', '');
    this.#body = body;
  }

  /** The parameter as it came. */
  raw(name: string): unknown {
    return this.#body[name] ?? undefined;
  }

  registryId(): string | undefined {
    const value = this.raw('registryId');
    if (value === undefined) return undefined;
    if (typeof value === 'string' && /^\d{12}$/.test(value)) return value;
    throw invalid('registryId', 'must satisfy regular expression [0-9]{12}');
  }

  repositoryName(): string {
    return repositoryName(this.raw('repositoryName'), 'repositoryName');
  }

  repositoryNames(): readonly string[] | undefined {
    const value = this.raw('repositoryNames');
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length < 1 || value.length > 100) {
      throw invalid('repositoryNames', '1 to 100 members');
    }
    return value.map((name) => repositoryName(name, 'repositoryNames'));
  }

  imageIds(): readonly ImageId[] | undefined {
    const value = this.raw('imageIds');
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length < 1 || value.length > 100) throw invalid('imageIds', '1 to 100 members');
    return value.map((id: unknown) => {
      if (!isRecord(id)) throw invalid('imageIds', 'must be image identifiers');
      const { imageDigest, imageTag } = id;
      const digest = typeof imageDigest === 'string' ? { imageDigest } : {};
      const tag = typeof imageTag === 'string' ? { imageTag } : {};
      if (imageDigest === undefined && imageTag === undefined) {
        throw invalid('imageIds', 'a tag or a digest is required');
      }
      return { ...digest, ...tag };
    });
  }

  /** `filter.tagStatus`, absent: ANY. */
  tagStatus(): 'TAGGED' | 'UNTAGGED' | 'ANY' {
    const filter = this.raw('filter');
    const status = isRecord(filter) ? (filter.tagStatus ?? 'ANY') : 'ANY';
    if (status === 'TAGGED' || status === 'UNTAGGED' || status === 'ANY') return status;
    throw invalid('filter.tagStatus', 'Member must satisfy enum value set: [TAGGED, UNTAGGED, ANY]');
  }
}

/** ECR's own words for a parameter it does not take. */
export function invalid(parameter: string, rule: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${rule}'`,
  );
}

/** ECR API Reference: `maxResults` 1 to 1000, 100 when absent. */
export const ecrPages: PageRule = { most: 1000, usual: 100, refuse: invalid };

function repositoryName(value: unknown, parameter: string): string {
  const pattern = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';
  if (typeof value === 'string' && value.length >= 2 && value.length <= 256 && new RegExp(`^${pattern}$`).test(value)) {
    return value;
  }
  throw invalid(parameter, `must satisfy regular expression '${pattern}'`);
}
