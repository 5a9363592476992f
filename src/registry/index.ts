export type { Clock, Login, RegistryAccess } from './access.ts';
export { hasBlob } from './blobs.ts';
export { certificatesIn } from './certificates-in.ts';
export { ContentMover } from './content-mover.ts';
export { damagedLayout } from './damaged-layout.ts';
export { parseForeignJson } from './foreign-json.ts';
export {
  type Http,
  type HttpBody,
  type HttpRequest,
  type HttpResponse,
  NetworkError,
  type NetworkErrorKind,
  type TlsFault,
} from './http.ts';
export { allBlobs, type ImageNode, imageManifests, readImage, readManifest } from './image.ts';
export { Limiter } from './limiter.ts';
export { repositoriesPage, tagsPage } from './lists.ts';
export { isLoopbackHost } from './loopback.ts';
export { type ImageIndex, type ImageManifest, isAttestationEntry, parseManifest } from './manifest.ts';
export { ManifestCache } from './manifest-cache.ts';
export { headManifest, headManifestOnce, putManifest, repositoryExists } from './manifests.ts';
export { isForeignLayer, isImageConfig } from './media-types.ts';
export { listUnderSubject, putReferrer } from './put-referrer.ts';
export { quotasOf } from './quotas.ts';
export { ReferrerLists } from './referrer-lists.ts';
export { RegistrySession } from './session.ts';
export { digestOf, digestOfText } from './sha256.ts';
export { type Referring, referringOf } from './subject.ts';
export { subjectTag } from './subject-tag.ts';
export { type Transformed, transformImage } from './transform.ts';
export { untilAborted } from './until-aborted.ts';
