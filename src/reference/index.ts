export { ageOf } from './age.ts';
export { isDigest, shortDigest } from './digest.ts';
export {
  type EcrHost,
  isEcrPublic,
  marketplaceRegistry,
  parseEcrHost,
  type TargetKind,
  targetKindOf,
} from './ecr-host.ts';
export { missingPlatforms } from './missing-platforms.ts';
export { isMovingTag } from './moving-tag.ts';
export { bucketOrigin, ecrApiOrigin, isAwsHost, type Partition, partitionOf } from './partition.ts';
export { formatPlatform, type Platform, parsePlatform, platformMatches } from './platform.ts';
export {
  canonicalRegistry,
  defaultRegistry,
  formatReference,
  isRegistryHost,
  isTag,
  parseReference,
  type Reference,
  type ReferenceFault,
  repositoryFault,
} from './reference.ts';
export { rereleaseStem, rereleaseTags } from './rerelease-tags.ts';
export { compareSemanticVersions, newestVersion, parseSemanticVersion } from './semantic-version.ts';
export { highestRelease, newestRelease } from './tag-order.ts';
export { compareVersions } from './version-order.ts';
