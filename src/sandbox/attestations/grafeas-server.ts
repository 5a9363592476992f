import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Handler } from '../http/listener.ts';
import { send } from '../http/send.ts';
import { sampleAttestations } from '../samples/sample-attestations.ts';
import type { SandboxSwitches } from '../sandbox-switches.ts';
import type { RegistryState } from '../store/sandbox-state.ts';
import type { Attestor } from './attestor.ts';
import { GoogleError } from './google-error.ts';
import { attestorNote, attestorProject, type GrafeasVersion, occurrenceOf, resourceOf } from './occurrence.ts';
import { readListQuery } from './occurrence-list.ts';
import type { AttestedImage } from './payload.ts';

/** What the vendor's attestations are made of. */
export interface GrafeasParts {
  readonly attestor: Attestor;
  /** Where the images are, by the registry of the attestation, and the host that their names begin with. */
  readonly registries: Readonly<
    Record<'dockerHub' | 'vendor', { readonly host: string; readonly repositories: RegistryState }>
  >;
  /** The bearer token of the vendor's customer. */
  readonly token: string;
  readonly switches: Pick<SandboxSwitches, 'attestations'>;
}

/** Where the attestor's public key can be had, by anybody. */
const keyPath = '/attestor.asc';
const listPath = /^\/(v1|v1beta1)\/projects\/([^/]+)\/notes\/([^/]+)\/occurrences$/;
const signIn = 'https://developers.google.com/identity/sign-in/web/devconsole-project';

/**
 * Serves the attestations of the sample images: `ListNoteOccurrences` of Grafeas v1beta1 and v1, for the holder of the token. An image has
 * its attestation for the digest that its tag has at the moment, since a vendor attests what it releases.
 */
export function grafeasServer(parts: GrafeasParts): {
  readonly owns: (path: string) => boolean;
  readonly handle: Handler;
} {
  const { switches } = parts;
  let asked = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
    if (request.method !== 'GET') throw new GoogleError(405, 'UNIMPLEMENTED', 'Method not allowed');
    if (pathname === keyPath) {
      return send(response, 200, { 'content-type': 'application/pgp-keys' }, parts.attestor.key.publicKey);
    }
    asked += 1;
    if (switches.attestations === 'busy' && asked === 1) {
      throw new GoogleError(503, 'UNAVAILABLE', 'The service is currently unavailable.', { 'retry-after': '0' });
    }
    if (switches.attestations === 'web page') {
      const page = '<!doctype html><title>Sign in</title><p>Sign in to go on.';
      return send(response, 200, { 'content-type': 'text/html; charset=utf-8' }, page);
    }
    checkToken(request, switches.attestations === 'token expired' ? undefined : parts.token);
    const [, version = '', project = '', note = ''] = listPath.exec(pathname) ?? [];
    checkNote(project, note, switches.attestations === 'denied');
    if (switches.attestations === 'huge') return sendWithoutEnd(response);
    list(response, version === 'v1' ? 'v1' : 'v1beta1', searchParams);
  };

  const list = (response: ServerResponse, version: GrafeasVersion, query: URLSearchParams): void => {
    const { resource, size, start, tokenAt } = readListQuery(query);
    const found = sampleAttestations.flatMap((sample, place) => {
      const image = imageOf(sample, parts.registries);
      if (!image || (resource !== undefined && resourceOf(image) !== resource)) return [];
      return [() => occurrenceOf(sample, image, parts.attestor, { version, place })];
    });
    const occurrences = found.slice(start, start + size).map((make) => make());
    const isEndless = switches.attestations === 'endless';
    const next = start + size < found.length ? tokenAt(start + size) : isEndless ? tokenAt(0) : undefined;
    // Proto3's JSON leaves out what is empty.
    const page = {
      ...(occurrences.length === 0 ? {} : { occurrences }),
      ...(next === undefined ? {} : { nextPageToken: next }),
    };
    send(response, 200, { 'content-type': 'application/json; charset=UTF-8' }, JSON.stringify(page, undefined, 2));
  };

  return {
    owns: (path) => path === keyPath || /^\/v1(?:beta1)?\//.test(path),
    handle: async (request, response, name) => {
      if (listPath.test(request.url?.split('?', 1)[0] ?? '')) name('ListNoteOccurrences');
      try {
        await answer(request, response);
      } catch (error) {
        if (!(error instanceof GoogleError)) throw error;
        error.answer(response);
      }
    },
  };
}

function imageOf(
  { registry, repository, tag }: (typeof sampleAttestations)[number],
  registries: GrafeasParts['registries'],
): AttestedImage | undefined {
  const { host, repositories } = registries[registry];
  const digest = repositories.get(repository)?.tags.get(tag);
  return digest === undefined ? undefined : { repository: `${host}/${repository}`, digest };
}

/** Texts as Google's APIs have them (googleapis/google-api-php-client#2479). @param token undefined: none is good */
function checkToken({ headers }: IncomingMessage, token: string | undefined): void {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given !== undefined && given === token) return;
  const wrong =
    given === undefined ? 'is missing required authentication credential' : 'had invalid authentication credentials';
  const message = `Request ${wrong}. Expected OAuth 2 access token, login cookie or other valid authentication credential. See ${signIn}.`;
  const fault = given === undefined ? '' : ', error="invalid_token"';
  throw new GoogleError(401, 'UNAUTHENTICATED', message, {
    'www-authenticate': `Bearer realm="https://accounts.google.com/"${fault}`,
  });
}

/** Another project is nobody's business (text: cloudquery/cloudquery#2586); of its own one hears what is there. */
function checkNote(project: string, note: string, isDenied: boolean): void {
  if (project === '') throw new GoogleError(404, 'NOT_FOUND', 'Method not found.');
  if (project !== attestorProject || isDenied) {
    const message = `permission "containeranalysis.notes.listOccurrences" denied for project "${project}", entity ID "${note}"`;
    throw new GoogleError(403, 'PERMISSION_DENIED', message);
  }
  if (`projects/${project}/notes/${note}` !== attestorNote) {
    throw new GoogleError(404, 'NOT_FOUND', `note with ID "${note}" for project "${project}" does not exist`);
  }
}

/** A page that goes on for as long as anybody listens, up to 24 MiB. */
async function sendWithoutEnd(response: ServerResponse): Promise<void> {
  const blanks = Buffer.alloc(1_048_576, ' ');
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
  await pipeline(Readable.from(Array.from({ length: 24 }, () => blanks)), response).catch(() => response.destroy());
}
