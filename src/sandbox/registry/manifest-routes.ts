import { readBody } from '../http/read-body.ts';
import { send } from '../http/send.ts';
import { sha256 } from '../store/sha256.ts';
import { digestPattern, readManifest } from './manifest-record.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest, Route, RouteContext } from './route.ts';

/** PutImage takes at most this many bytes (ECR API Reference, PutImage: `imageManifest`). */
const manifestLimit = 4_194_304;
/** Distribution specification, "Pulling manifests": `<reference>` as a tag. */
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/** GET, HEAD and PUT of manifests by tag or digest. There is no DELETE: final tags stay. */
export function manifestRoutes(context: RouteContext): Route {
  return async (call) => {
    switch (call.request.method) {
      case 'GET':
      case 'HEAD':
        await pull(context, call);
        return true;
      case 'PUT':
        await push(context, call);
        return true;
      case 'DELETE':
        context.access.check(call.request, 'ecr:BatchDeleteImage', call.name);
        return false;
      default:
        return false;
    }
  };
}

async function pull(
  { registry, access }: RouteContext,
  { request, response, name, reference }: RegistryRequest,
): Promise<void> {
  access.check(request, 'ecr:BatchGetImage', name);
  const { digest, record } = registry.manifest(name, reference);
  if (!accepts(request.headers.accept, record.mediaType)) {
    const message = `Image manifest type ${record.mediaType} is not among the accepted types`;
    throw new Refusal(404, 'MANIFEST_UNKNOWN', message);
  }
  const bytes = await registry.blobs.read(digest);
  send(response, 200, { 'content-type': record.mediaType, 'docker-content-digest': digest }, bytes);
}

/** Loosely: a client that names no type takes any; one that names types has to name the stored one. */
function accepts(accept: string | undefined, mediaType: string): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const types = accept.split(',').map((part) => part.split(';', 1)[0]?.trim());
  return types.some((type) => type === '*/*' || type === 'application/*' || type === mediaType);
}

async function push(context: RouteContext, { request, response, name, reference }: RegistryRequest): Promise<void> {
  const { registry, access, origin } = context;
  access.check(request, 'ecr:PutImage', name);
  registry.repository(name);
  const byDigest = digestPattern.test(reference);
  if (!byDigest && !tagPattern.test(reference)) throw new Refusal(400, 'TAG_INVALID', `invalid tag '${reference}'`);
  const bytes = await readBody(request, manifestLimit);
  if (!bytes) throw new Refusal(413, 'MANIFEST_INVALID', `The manifest is larger than ${manifestLimit} bytes`);
  const contentType = request.headers['content-type']?.split(';', 1)[0]?.trim() ?? '';
  const record = readManifest(bytes, contentType, context.now());
  if (typeof record === 'string') {
    // Code and status as oras and buildkit show them (aws/containers-roadmap#876, #2783).
    const message = `Invalid parameter at 'ImageManifest' failed to satisfy constraint: '${record}'`;
    throw new Refusal(405, 'UNSUPPORTED', message);
  }
  const digest = sha256(bytes);
  if (byDigest && reference !== digest) {
    const message = `The digest of the manifest, '${digest}', is not the provided digest '${reference}'`;
    throw new Refusal(400, 'DIGEST_INVALID', message);
  }
  await registry.putManifest(name, bytes, digest, record, byDigest ? undefined : reference);
  send(response, 201, { location: `${origin}/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest });
}
