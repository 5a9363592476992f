import type { ServerResponse } from 'node:http';
import { send } from '../http/send.ts';
import { digestPattern } from './manifest-record.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest, Route, RouteContext } from './route.ts';

/**
 * Pushing blobs (distribution specification, "Pushing blobs"): POST for a session, for a mount (`mount=`, `from=`) or with the
 * whole blob (`digest=`); PATCH for a chunk, answered 201 as ECR does (openai/tart#273) and not 202; PUT with the rest or with
 * everything; GET for the state; DELETE to give up.
 */
export function uploadRoutes(context: RouteContext): Route {
  return async (call) => {
    switch (call.request.method) {
      case 'POST':
        if (call.reference !== '') return false;
        await post(context, call);
        return true;
      case 'PATCH':
        await patch(context, call);
        return true;
      case 'PUT':
        await put(context, call);
        return true;
      case 'GET':
      case 'DELETE':
        await settle(context, call);
        return true;
      default:
        return false;
    }
  };
}

async function post(context: RouteContext, call: RegistryRequest): Promise<void> {
  const { registry, access, origin, sessions } = context;
  const { request, response, name, query } = call;
  access.check(request, 'ecr:InitiateLayerUpload', name);
  registry.repository(name);
  const mount = query.get('mount');
  const from = query.get('from');
  if (mount !== null && from !== null && (await mountBlob(context, call, mount, from))) return;
  const digest = query.get('digest');
  const session = await sessions.begin(name);
  if (digest === null) {
    const headers = { location: `${origin}/v2/${name}/blobs/uploads/${session.id}`, 'docker-upload-uuid': session.id };
    return send(response, 202, { ...headers, range: '0-0' });
  }
  try {
    await sessions.append(session, request, undefined);
  } catch (error) {
    // Nobody knows of this session: there is no coming back to it.
    await sessions.abort(session);
    throw error;
  }
  await commit(context, call, session.id, digest);
}

async function mountBlob(context: RouteContext, call: RegistryRequest, digest: string, from: string): Promise<boolean> {
  const { registry, access, origin } = context;
  const source = registry.repositories.get(from);
  const size = source?.blobs.get(digest);
  if (!source || size === undefined || !registry.traits.mayMount(source, digest)) return false;
  access.check(call.request, 'ecr:GetDownloadUrlForLayer', from);
  await registry.keepBlob(call.name, digest, size);
  created(call.response, origin, call.name, digest);
  return true;
}

async function patch(context: RouteContext, { request, response, name, reference }: RegistryRequest): Promise<void> {
  context.access.check(request, 'ecr:UploadLayerPart', name);
  const session = context.sessions.get(name, reference);
  await context.sessions.append(session, request, request.headers['content-range']);
  send(response, 201, {
    location: `${context.origin}/v2/${name}/blobs/uploads/${session.id}`,
    'docker-upload-uuid': session.id,
    range: `0-${context.sessions.reportedEnd(session)}`,
  });
}

async function put(context: RouteContext, call: RegistryRequest): Promise<void> {
  const { request, name, reference, query } = call;
  context.access.check(request, 'ecr:CompleteLayerUpload', name);
  const session = context.sessions.get(name, reference);
  const digest = query.get('digest');
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody) await context.sessions.append(session, request, request.headers['content-range']);
  await commit(context, call, session.id, digest ?? '');
}

async function commit(context: RouteContext, call: RegistryRequest, id: string, digest: string): Promise<void> {
  const session = context.sessions.get(call.name, id);
  if (!digestPattern.test(digest)) {
    await context.sessions.abort(session);
    throw new Refusal(400, 'DIGEST_INVALID', `provided digest '${digest}' is not a sha256 digest`);
  }
  const size = await context.sessions.commit(session, digest);
  await context.registry.keepBlob(call.name, digest, size);
  created(call.response, context.origin, call.name, digest);
}

async function settle(context: RouteContext, { request, response, name, reference }: RegistryRequest): Promise<void> {
  context.access.check(request, 'ecr:UploadLayerPart', name);
  const session = context.sessions.get(name, reference);
  if (request.method === 'DELETE') {
    await context.sessions.abort(session);
    return send(response, 204, {});
  }
  send(response, 204, {
    location: `${context.origin}/v2/${name}/blobs/uploads/${session.id}`,
    'docker-upload-uuid': session.id,
    range: `0-${Math.max(0, session.writer.size - 1)}`,
  });
}

function created(response: ServerResponse, origin: string, name: string, digest: string): void {
  send(response, 201, { location: `${origin}/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest });
}
