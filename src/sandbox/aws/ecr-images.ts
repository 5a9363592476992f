import type { BlobStore } from '../store/blob-store.ts';
import type { ManifestRecord, RepositoryState } from '../store/sandbox-state.ts';
import { AwsError } from './aws-error.ts';
import { type EcrRequest, ecrPages, type ImageId, invalid } from './ecr-request.ts';
import { paginate } from './paginate.ts';

/** The repository an image call is about. */
export interface ImagePlace {
  readonly account: string;
  readonly name: string;
  readonly repository: RepositoryState;
  readonly blobs: BlobStore;
}

/** DescribeImages (ECR API Reference): named images or, page by page, all of a tag status. */
export function describeImages(place: ImagePlace, request: EcrRequest): unknown {
  const ids = request.imageIds();
  if (ids) {
    if (request.raw('maxResults') !== undefined || request.raw('nextToken') !== undefined) {
      throw invalid('imageIds', 'cannot be used with maxResults or nextToken');
    }
    const digests = ids.map((id) => find(place, id) ?? notFound(place, id));
    return { imageDetails: [...new Set(digests)].map((digest) => describe(place, digest)) };
  }
  const { page, nextToken } = pageOf(place, request, imageList(place, request.tagStatus()), 'images');
  const digests = page.map(({ imageDigest }) => imageDigest);
  return { imageDetails: digests.map((digest) => describe(place, digest)), ...withToken(nextToken) };
}

/** ListImages (ECR API Reference): one entry a tag, and one for each image without a tag. */
export function listImages(place: ImagePlace, request: EcrRequest): unknown {
  const entries = imageList(place, request.tagStatus()).flatMap(({ imageDigest, imageTags }) =>
    imageTags.length === 0 ? [{ imageDigest }] : imageTags.map((imageTag) => ({ imageDigest, imageTag })),
  );
  const { page, nextToken } = pageOf(place, request, entries, 'imageIds');
  return { imageIds: page, ...withToken(nextToken) };
}

/** BatchGetImage (ECR API Reference): manifests as text; images that are not there are failures, not errors. */
export async function batchGetImage(place: ImagePlace, request: EcrRequest): Promise<unknown> {
  const ids = request.imageIds();
  if (!ids) throw invalid('imageIds', 'Member must not be null');
  const images: unknown[] = [];
  const failures: unknown[] = [];
  for (const id of ids) {
    const digest = find(place, id);
    if (digest === undefined) {
      failures.push({ imageId: id, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' });
      continue;
    }
    images.push({
      registryId: place.account,
      repositoryName: place.name,
      imageId: { imageDigest: digest, ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }) },
      imageManifest: (await place.blobs.read(digest)).toString(),
      imageManifestMediaType: record(place, digest).mediaType,
    });
  }
  return { images, failures };
}

function imageList(
  { repository }: ImagePlace,
  status: 'TAGGED' | 'UNTAGGED' | 'ANY',
): { imageDigest: string; imageTags: string[] }[] {
  const tagsOf = new Map<string, string[]>();
  for (const [tag, digest] of repository.tags) tagsOf.set(digest, [...(tagsOf.get(digest) ?? []), tag]);
  return [...repository.manifests.keys()]
    .map((imageDigest) => ({ imageDigest, imageTags: tagsOf.get(imageDigest) ?? [] }))
    .filter(({ imageTags }) => status === 'ANY' || imageTags.length > 0 === (status === 'TAGGED'));
}

/** ECR API Reference, data type ImageDetail. Times are seconds since 1970. */
function describe(place: ImagePlace, digest: string): unknown {
  const found = record(place, digest);
  const tags = [...place.repository.tags].flatMap(([tag, tagged]) => (tagged === digest ? [tag] : []));
  return {
    registryId: place.account,
    repositoryName: place.name,
    imageDigest: digest,
    ...(tags.length === 0 ? {} : { imageTags: tags }),
    imageSizeInBytes: imageSize(place, found),
    imagePushedAt: found.pushedAt / 1000,
    imageManifestMediaType: found.mediaType,
    ...(found.configType === undefined ? {} : { artifactMediaType: found.configType }),
    imageStatus: 'ACTIVE',
  };
}

/** Of an index "the max size of all manifests in the list" (ImageDetail, imageSizeInBytes). */
function imageSize(place: ImagePlace, image: ManifestRecord): number {
  const sizes = image.children.map((child) => imageSize(place, record(place, child)));
  const blobs = image.blobs.reduce((sum, blob) => sum + (place.repository.blobs.get(blob) ?? 0), 0);
  return Math.max(blobs, ...sizes);
}

function record(place: ImagePlace, digest: string): ManifestRecord {
  const found = place.repository.manifests.get(digest);
  if (!found) throw new Error(`${place.name} holds no manifest ${digest}`);
  return found;
}

function find({ repository }: ImagePlace, { imageDigest, imageTag }: ImageId): string | undefined {
  const tagged = imageTag === undefined ? undefined : repository.tags.get(imageTag);
  if (imageTag !== undefined && (tagged === undefined || (imageDigest !== undefined && imageDigest !== tagged))) {
    return undefined;
  }
  const digest = imageDigest ?? tagged;
  return digest !== undefined && repository.manifests.has(digest) ? digest : undefined;
}

function notFound(place: ImagePlace, { imageDigest, imageTag }: ImageId): never {
  const id = `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`;
  const where = `the repository with name '${place.name}' in the registry with id '${place.account}'`;
  throw new AwsError('ImageNotFoundException', `The image with imageId ${id} does not exist within ${where}`);
}

function pageOf<T>(
  place: ImagePlace,
  request: EcrRequest,
  list: readonly T[],
  what: string,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const wanted = { maxResults: request.raw('maxResults'), nextToken: request.raw('nextToken') };
  return paginate(list, wanted, `${what} of ${place.account}/${place.name}, ${request.tagStatus()}`, ecrPages);
}

function withToken(nextToken: string | undefined): { nextToken?: string } {
  return nextToken === undefined ? {} : { nextToken };
}
