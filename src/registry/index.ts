export type { Clock, Login, RegistryAccess, SessionObserver } from './access.ts';
export { AnswerError, answerError } from './answer-error.ts';
export { hasBlob, openBlob } from './content/blobs.ts';
export { ContentMover } from './content/content-mover.ts';
export { damagedLayout } from './content/damaged-layout.ts';
export { type OwnBlob, pushBlob } from './content/push-blob.ts';
export { digestOf, digestOfText } from './content/sha256.ts';
export { BasePlaces, type BaseSource, type SoughtProgram } from './derive/base-places.ts';
export { deriveImage } from './derive/derive-image.ts';
export type { ImageChange } from './derive/image-change.ts';
export { type PackedLayer, packLayer } from './derive/pack-layer.ts';
export type { Placement } from './derive/placement.ts';
export { readBaseConfigs } from './derive/read-base-configs.ts';
export { tarHead } from './derive/tar-of.ts';
export type { LayerEntry, LayerReading } from './layers/layer-entry.ts';
export { LayerFaultError } from './layers/layer-fault.ts';
export { LayerOutcomes } from './layers/layer-outcomes.ts';
export { layerUnpacker } from './layers/layer-unpacker.ts';
export { paxRecords } from './layers/pax-records.ts';
export { blockBytes, parseTarHeader, type TarHeader } from './layers/tar-header.ts';
export { repositoriesPage, tagsPage } from './lists.ts';
export { certificatesIn } from './login/certificates-in.ts';
export { checkedHop } from './login/checked-hop.ts';
export { isLoopbackHost } from './login/loopback.ts';
export { secretForms } from './login/secret-forms.ts';
export { parseForeignJson } from './manifests/foreign-json.ts';
export { allBlobs, type ImageNode, imageManifests, readImage, readManifest } from './manifests/image.ts';
export { type ImageConfig, parseImageConfig, readImageConfig } from './manifests/image-config.ts';
export { type ImageIndex, type ImageManifest, isAttestationEntry, parseManifest } from './manifests/manifest.ts';
export { ManifestCache } from './manifests/manifest-cache.ts';
export { headManifest, headManifestOnce, putManifest, repositoryExists } from './manifests/manifests.ts';
export { isForeignLayer, isImageConfig } from './manifests/media-types.ts';
export { type Transformed, transformImage } from './manifests/transform.ts';
export { listUnderSubject, putReferrer } from './referrers/put-referrer.ts';
export { ReferrerLists } from './referrers/referrer-lists.ts';
export { type Referring, referringOf } from './referrers/subject.ts';
export { subjectTag } from './referrers/subject-tag.ts';
export { RegistrySession } from './session.ts';
export {
  type Http,
  type HttpBody,
  type HttpRequest,
  type HttpResponse,
  NetworkError,
  type NetworkErrorKind,
  readBody,
  type TlsFault,
} from './transport/http.ts';
export { Limiter } from './transport/limiter.ts';
export { networkTrouble } from './transport/network-trouble.ts';
export { quotasOf } from './transport/quotas.ts';
export { withRetry } from './transport/retry.ts';
export { untilAborted } from './transport/until-aborted.ts';
