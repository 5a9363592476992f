import { isDigest, shortDigest } from '#reference';
import { damagedLayout, digestOf, type HttpRequest, type HttpResponse, isForeignLayer, parseManifest } from '#registry';
import { jsonAnswer, layoutAnswer, refusal } from './layout-answer.ts';
import type { LayoutFolder } from './layout-folder.ts';
import { type LayoutEntry, type LayoutIndex, layoutEntry } from './layout-index.ts';
import { layoutNames, repositoriesAmong, tagsAmong } from './layout-names.ts';
import { LayoutReferrers, referringIn } from './layout-referrers.ts';
import { layoutTrouble } from './layout-trouble.ts';

/** A tag that holds something else; told as registries with final tags tell it. */
class TagTaken extends Error {}

/**
 * Answers the OCI distribution protocol for a registry whose content lies in an image layout: what is pushed is kept there, what is
 * there can be pulled. Content belongs to all repositories, so that a mount is always granted. A tag that is there is never replaced.
 */
export class LayoutRegistry {
  readonly #registry: string;
  readonly #layout: LayoutFolder;
  readonly #referrers: LayoutReferrers;

  /** @param registry its logical name, which names in the layout may begin with */
  constructor(registry: string, layout: LayoutFolder) {
    this.#registry = registry;
    this.#layout = layout;
    this.#referrers = new LayoutReferrers(layout.blobs);
  }

  /** @throws ReleaseError `layout-unusable`; what the source of a body throws; the signal's reason */
  async answer(request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/v2/') {
      await this.#layout.index();
      return jsonAnswer({});
    }
    if (pathname === '/v2/_catalog')
      return jsonAnswer({ repositories: repositoriesAmong((await this.#readIndex()).names, this.#registry) });
    const [, repository, kind, last] = /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/(.*)$/.exec(pathname) ?? [];
    const [, uploadRepository, session] = /^\/v2\/(.+)\/blobs\/uploads\/(.*)$/.exec(pathname) ?? [];
    if (uploadRepository !== undefined && session !== undefined)
      return this.#upload(request, uploadRepository, session, searchParams);
    if (repository === undefined || last === undefined) return refusal(404, 'UNSUPPORTED', 'there is no such path');
    if (kind === 'manifests') return this.#manifest(request, repository, decodeURIComponent(last));
    if (kind === 'blobs') return this.#blob(request, last);
    if (kind === 'referrers') return this.#listReferrers(last);
    const tags = tagsAmong((await this.#readIndex()).names, { registry: this.#registry, repository });
    return tags.length === 0
      ? refusal(404, 'NAME_UNKNOWN', 'the layout names no image of it')
      : jsonAnswer({ name: repository, tags });
  }

  /** An upload is a promise that one PUT keeps: nothing is kept in between. */
  async #upload(
    { method, body = new Uint8Array(0), signal }: HttpRequest,
    repository: string,
    session: string,
    query: URLSearchParams,
  ): Promise<HttpResponse> {
    await this.#layout.make();
    if (method === 'POST') {
      const mount = query.get('mount');
      if (mount !== null && isDigest(mount) && (await this.#layout.blobs.size(mount)) !== undefined)
        return layoutAnswer(201, { 'docker-content-digest': mount });
      return layoutAnswer(202, { location: `/v2/${repository}/blobs/uploads/one` });
    }
    const digest = query.get('digest');
    if (method !== 'PUT' || session !== 'one' || digest === null || !isDigest(digest))
      return refusal(400, 'UNSUPPORTED', 'a blob is sent in one PUT with its digest');
    const stored = await this.#layout.blobs.write(digest, body, signal);
    if (stored === 'other-bytes') return refusal(400, 'DIGEST_INVALID', `the bytes are not those of ${digest}`);
    return layoutAnswer(201, { 'docker-content-digest': digest });
  }

  async #blob({ method }: HttpRequest, digest: string): Promise<HttpResponse> {
    const size = isDigest(digest) ? await this.#layout.blobs.size(digest) : undefined;
    if (size === undefined) {
      if (method === 'GET') {
        await this.#readIndex();
        // Nobody asks for a blob's bytes but who has read its manifest here.
        throw damagedLayout(this.#layout.path, `lacks the blob ${digest}, which an image of it names`);
      }
      return refusal(404, 'BLOB_UNKNOWN', 'the layout has no such blob');
    }
    return this.#content(method, digest, size, 'application/octet-stream');
  }

  async #manifest(request: HttpRequest, repository: string, name: string): Promise<HttpResponse> {
    if (request.method === 'PUT') return this.#put(request, repository, name);
    // Before anything was written there is nothing; but who asks for content needs the layout to be there.
    const index = request.method === 'HEAD' ? await this.#layout.index() : await this.#readIndex();
    const entry = isDigest(name) ? index?.of(name) : index && this.#entry(index, repository, name);
    const digest = isDigest(name) ? name : entry?.digest;
    const size = digest === undefined ? undefined : await this.#layout.blobs.size(digest);
    if (digest === undefined || (size === undefined && isDigest(name)))
      return refusal(404, 'MANIFEST_UNKNOWN', 'the layout names no such image');
    if (size === undefined || (entry && entry.size !== size)) {
      const hint = 'Copy the layout again, or make it again with what made it.';
      throw this.#trouble(`names ${repository}:${name} as ${digest}, whose content is not there`, hint);
    }
    return this.#content(request.method, digest, size, entry?.mediaType);
  }

  #content(method: HttpRequest['method'], digest: string, size: number, type: string | undefined): HttpResponse {
    const headers = {
      'content-length': String(size),
      'docker-content-digest': digest,
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    return method === 'HEAD' ? layoutAnswer(200, headers) : layoutAnswer(200, headers, this.#layout.blobs.read(digest));
  }

  async #put(request: HttpRequest, repository: string, name: string): Promise<HttpResponse> {
    const { body, headers } = request;
    if (!(body instanceof Uint8Array)) return refusal(400, 'MANIFEST_INVALID', 'a manifest is sent whole');
    await this.#layout.make();
    const digest = isDigest(name) ? name : digestOf(body);
    const manifest = parseManifest(body, headers?.['content-type'], `${repository}:${name}`);
    const children =
      manifest.kind === 'index'
        ? manifest.manifests
        : [manifest.config, ...manifest.layers].filter(({ mediaType }) => !isForeignLayer(mediaType));
    for (const child of children) {
      const size = await this.#layout.blobs.size(child.digest);
      if (size === undefined) return refusal(400, 'MANIFEST_BLOB_UNKNOWN', `${child.digest} is not in the layout`);
      if (size === child.size) continue;
      const hint = 'Remove that file and run again: it is then brought anew.';
      throw this.#trouble(`has ${size} bytes, not ${child.size}, in the blob ${child.digest}`, hint);
    }
    if ((await this.#layout.blobs.write(digest, body)) === 'other-bytes')
      return refusal(400, 'DIGEST_INVALID', `the manifest is not ${digest}`);
    const entry = { mediaType: manifest.mediaType, digest, size: body.length };
    const { subject } = referringIn(body, digest);
    try {
      if (!isDigest(name)) await this.#layout.add((index) => this.#addition(index, repository, name, entry));
      // What refers to an image is reached by nothing else than an entry of its own.
      else if (subject)
        await this.#layout.add((index) => (index.of(digest) ? undefined : layoutEntry(entry, undefined)));
    } catch (error) {
      if (error instanceof TagTaken) return refusal(400, 'TAG_INVALID', error.message);
      throw error;
    }
    const told = subject === undefined ? {} : { 'oci-subject': subject };
    return layoutAnswer(201, { 'docker-content-digest': digest, ...told });
  }

  #addition(
    index: LayoutIndex,
    repository: string,
    tag: string,
    entry: { readonly mediaType: string; readonly digest: string; readonly size: number },
  ): LayoutEntry | undefined {
    const held = this.#entry(index, repository, tag);
    if (held === undefined) return layoutEntry(entry, `${repository}:${tag}`);
    if (held.digest === entry.digest) return undefined;
    throw new TagTaken(`the tag already exists as ${shortDigest(held.digest)} and cannot be overwritten`);
  }

  /** The entry of a tag. @throws ReleaseError `layout-unusable` when the layout contradicts itself */
  #entry(index: LayoutIndex, repository: string, tag: string): LayoutEntry | undefined {
    for (const name of layoutNames({ registry: this.#registry, repository }, tag)) {
      const [entry, ...others] = index.named(name);
      if (others.some(({ digest }) => digest !== entry?.digest))
        throw this.#trouble(`names two images ${name}`, 'Make the layout again, each image under a name of its own.');
      if (entry) return entry;
    }
    return undefined;
  }

  /** OCI distribution specification, "Listing Referrers". */
  async #listReferrers(digest: string): Promise<HttpResponse> {
    const index = await this.#layout.index();
    const manifests = index ? await this.#referrers.of(index, digest) : [];
    const type = 'application/vnd.oci.image.index.v1+json';
    const answer = jsonAnswer({ schemaVersion: 2, mediaType: type, manifests });
    return { ...answer, headers: { 'content-type': type } };
  }

  async #readIndex(): Promise<LayoutIndex> {
    const index = await this.#layout.index();
    if (index) return index;
    const hint = 'Check the folder after oci: in marketplace.yaml; it is relative to that file.';
    throw this.#trouble(
      (await this.#layout.exists()) ? 'is no image layout: it has no oci-layout' : 'is not there',
      hint,
    );
  }

  #trouble(why: string, hint: string): Error {
    return layoutTrouble(this.#layout.path, why, hint);
  }
}
