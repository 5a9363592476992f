import { parseEcrHost, targetKindOf } from '#reference';
import type { HttpRequest } from './http.ts';

/** Requests that registries count together. */
export type RequestClass =
  | 'manifest-read'
  | 'manifest-write'
  | 'blob-check'
  | 'blob-read'
  | 'upload-start'
  | 'upload'
  | 'other';

/** How many requests of each class a registry takes in a second. */
export interface Quotas {
  readonly perSecond: Readonly<Partial<Record<RequestClass, number>>>;
  /** Whether they hold for sure; else they are the first guess, and more is tried while nothing is refused. */
  readonly areKnown: boolean;
}

/**
 * ECR's default quotas for one account and region (Amazon ECR user guide, "Amazon ECR service quotas"). Which request of the
 * distribution protocol counts against which quota is inferred from the API's names: a manifest written is PutImage, one read
 * BatchGetImage, a HEAD of a blob BatchCheckLayerAvailability, a blob read GetDownloadUrlForLayer, an upload begun
 * InitiateLayerUpload, and an upload in one request CompleteLayerUpload. UploadLayerPart (500 parts of up to 20 MiB a second) never
 * binds, and GetAuthorizationToken is paced by the SDK.
 */
const ecrQuotas: Quotas['perSecond'] = {
  'manifest-write': 10,
  'manifest-read': 2000,
  'blob-check': 1000,
  'blob-read': 3000,
  'upload-start': 100,
  upload: 100,
};

/** Amazon ECR Public user guide, "Amazon ECR Public service quotas": PutImage, CompleteLayerUpload and InitiateLayerUpload. */
const ecrPublicQuotas: Quotas['perSecond'] = { 'manifest-write': 10, upload: 10, 'upload-start': 10 };

/**
 * What the name of a registry says of its quotas; undefined for any that is not ECR. AWS Marketplace's registry is another account,
 * whose quotas nobody publishes: there the defaults are a guess.
 */
export function quotasOf(registry: string): Quotas | undefined {
  const ecr = parseEcrHost(registry);
  if (!ecr) return undefined;
  if (ecr.account === undefined) return { perSecond: ecrPublicQuotas, areKnown: true };
  return { perSecond: ecrQuotas, areKnown: targetKindOf(registry) === 'ecr' };
}

/** The class of a request to a registry's own origin. An upload ends where the registry said, so any other PUT is one. */
export function requestClass(method: HttpRequest['method'], url: URL): RequestClass {
  const path = url.pathname;
  const isRead = method === 'GET' || method === 'HEAD';
  if (/\/manifests\/[^/]*$/.test(path)) return isRead ? 'manifest-read' : 'manifest-write';
  if (method === 'POST' && /\/blobs\/uploads\/?$/.test(path)) return 'upload-start';
  if (method === 'PUT') return 'upload';
  if (/\/blobs\/[^/]*$/.test(path)) return method === 'HEAD' ? 'blob-check' : 'blob-read';
  return 'other';
}
