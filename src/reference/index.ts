export { isDigest, shortDigest } from './digest.ts';
export { type EcrHost, marketplaceAccount, parseEcrHost, type TargetKind, targetKindOf } from './ecr-host.ts';
export { formatPlatform, type Platform, parsePlatform, platformMatches } from './platform.ts';
export {
  canonicalRegistry,
  defaultRegistry,
  formatReference,
  isRegistryHost,
  isTag,
  type ParsedReference,
  parseReference,
  type Reference,
  type ReferenceFault,
  repositoryFault,
} from './reference.ts';
