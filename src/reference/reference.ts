import { isDigest } from './digest.ts';

/**
 * Where an image is: registry host (with port), repository, and tag or digest or both. With both, the digest decides and the tag
 * is only a label, as everywhere in the field.
 */
export interface Reference {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Why a text is no reference: the part at fault, where it starts in the text (UTF-16 units) and how long it is. */
export interface ReferenceFault {
  readonly part: 'registry' | 'repository' | 'tag' | 'digest';
  readonly message: string;
  readonly at: number;
  readonly length: number;
}

export type ParsedReference =
  | { readonly ok: true; readonly reference: Reference }
  | { readonly ok: false; readonly fault: ReferenceFault };

/** The registry that a reference without a host means. */
export const defaultRegistry = 'docker.io';

const dockerHubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);
const hostPattern =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?$/;
/** OCI distribution specification, "Pulling manifests": `<name>`. */
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
/** The same, of all components of a name at once. */
const namePattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
/** Hosts whose last label is a word, without a port: that a URL can be made of these need not be tried. */
const plainHostPattern = /\.[a-z]{2,}$/i;
/** Registries commonly limit host and name together to 255; ECR counts 256 for the name alone. */
const maxRepositoryLength = 256;

/** Whether the text can be a tag (OCI distribution specification: 1 to 128 characters of letters, digits, `_.-`). */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether the text can be a registry host, with or without a port: also that a URL can be made of it, as of no `[1:2]` and no port 99999. */
export function isRegistryHost(text: string): boolean {
  if (!hostPattern.test(text)) return false;
  return (plainHostPattern.test(text) && !/xn--/i.test(text)) || URL.canParse(`https://${text}`);
}

/**
 * Reads `[host[:port]/]path[:tag][@digest]`. The first component is a host when it has a dot or a port or is `localhost` (so the
 * `5` in `a:5` is a tag). Docker Hub's short forms are completed: `redis` means `docker.io/library/redis`.
 */
export function parseReference(text: string): ParsedReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) {
    return fault('digest', `"${clip(digest)}" is not a digest (sha256: and 64 hex digits)`, at + 1, digest.length);
  }
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !isTag(tag)) {
    return fault('tag', `"${clip(tag)}" is not a tag (letters, digits, _ . -, at most 128)`, colon + 1, tag.length);
  }
  const path = tagged ? named.slice(0, colon) : named;
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasHost = first === 'localhost' || /[.:]/.test(first) || first.startsWith('[');
  if (hasHost && !isRegistryHost(first)) return fault('registry', `"${clip(first)}" is not a host`, 0, first.length);
  const registry = hasHost ? canonicalRegistry(first) : defaultRegistry;
  const start = hasHost ? slash + 1 : 0;
  const written = path.slice(start);
  const wrong = repositoryFault(written);
  if (wrong) return fault('repository', wrong, start, written.length);
  const repository = registry === defaultRegistry && !written.includes('/') ? `library/${written}` : written;
  return { ok: true, reference: referenceOf(registry, repository, tag, digest) };
}

/** Without members that are undefined. Written out, because of a large release tens of thousands are made. */
function referenceOf(registry: string, repository: string, tag?: string, digest?: string): Reference {
  if (tag === undefined) return digest === undefined ? { registry, repository } : { registry, repository, digest };
  return digest === undefined ? { registry, repository, tag } : { registry, repository, tag, digest };
}

/** Why the text is no repository name by the OCI grammar, or undefined. ECR's own, stricter grammar is a rule. */
export function repositoryFault(text: string): string | undefined {
  if (text === '') return 'the repository is missing';
  if (text.length > maxRepositoryLength)
    return `the repository has ${text.length} of ${maxRepositoryLength} characters`;
  if (namePattern.test(text)) return undefined;
  const wrong = text.split('/').find((component) => !componentPattern.test(component));
  if (wrong === undefined) return undefined;
  if (wrong === '') return `"${clip(text)}" has an empty path component`;
  const lower = wrong.toLowerCase();
  if (lower !== wrong && componentPattern.test(lower)) return `"${clip(wrong)}" must be lower case`;
  return `"${clip(wrong)}" is not a repository name (lower-case letters and digits, joined by . _ __ or -)`;
}

/** The reference as text, host first. Docker Hub stays written in full, so that no two places are written alike. */
export function formatReference(reference: Reference): string {
  const { registry, repository, tag, digest } = reference;
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** One name for Docker Hub's several hosts; other hosts in lower case. */
export function canonicalRegistry(host: string): string {
  const lower = host.toLowerCase();
  return dockerHubHosts.has(lower) ? defaultRegistry : lower;
}

function fault(part: ReferenceFault['part'], message: string, at: number, length: number): ParsedReference {
  return { ok: false, fault: { part, message, at, length } };
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
