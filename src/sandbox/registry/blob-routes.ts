import { send } from '../http/send.ts';
import { sendBlob } from '../http/send-blob.ts';
import { Refusal } from './refusal.ts';
import type { Route, RouteContext } from './route.ts';

/**
 * GET and HEAD of blobs (distribution specification, "Pulling blobs"). ECR and Docker Hub answer GET with 307 and a signed URL at
 * another origin, HEAD themselves; the vendor's registry hands the bytes out.
 */
export function blobRoutes({ registry, access, signBlobUrl }: RouteContext): Route {
  return async ({ request, response, name, reference: digest }) => {
    const { method } = request;
    if (method === 'DELETE') access.check(request, 'ecr:BatchDeleteImage', name);
    if (method !== 'GET' && method !== 'HEAD') return false;
    access.check(request, method === 'GET' ? 'ecr:GetDownloadUrlForLayer' : 'ecr:BatchCheckLayerAvailability', name);
    const size = registry.repository(name).blobs.get(digest);
    if (size === undefined) throw new Refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
    const headers = { 'docker-content-digest': digest };
    if (method === 'GET' && registry.traits.redirectsBlobs) {
      send(response, 307, { ...headers, location: signBlobUrl(digest) });
      return true;
    }
    await sendBlob(request, response, registry.blobs, digest, {
      ...headers,
      'content-type': 'application/octet-stream',
    });
    return true;
  };
}
