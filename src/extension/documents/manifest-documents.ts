import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { isDigest } from '#reference';
import { cleanText } from '#text';
import type { Place, WorkerWorld } from '#worker';
import { abortSignal } from '../abort-signal.ts';
import type { PlatformNode, TagNode } from '../repositories/node.ts';
import type { RepositoriesModel } from '../repositories/repositories-model.ts';
import type { Services } from '../services.ts';
import { indentJson } from './indent-json.ts';

const kind = 'manifest';

/** What a manifest is asked for with; stands in its document's name, so that it is there again after a reload. */
interface ManifestName {
  readonly world: WorkerWorld;
  readonly place: Place;
  readonly repository: string;
  readonly digest: string;
}

/** Manifests as read-only documents. Each is named by its digest: what it shows can't become something else. */
export class ManifestDocuments {
  readonly #services: Pick<Services, 'workers' | 'documents'>;

  constructor(services: Pick<Services, 'workers' | 'documents'>) {
    this.#services = services;
    services.documents.addSource(kind, (uri, token) => this.#text(uri, token));
  }

  /** @throws ReleaseError what the registry answers when it has to be asked for the digest */
  async open(image: TagNode | PlatformNode, model: RepositoriesModel): Promise<void> {
    const document = await vscode.workspace.openTextDocument(await this.uri(image, model));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** @throws ReleaseError as {@link open} */
  async uri(image: TagNode | PlatformNode, model: RepositoriesModel): Promise<vscode.Uri> {
    const tag = image.kind === 'tag' ? image : image.parent;
    const digest = image.digest ?? (await model.image(tag)).value.digest;
    const { world, place } = model.where;
    const name: ManifestName = { world, place, repository: tag.parent.repository, digest };
    return this.#services.documents.uri(kind, `${digest}/${manifestTitle(image)}.json`, JSON.stringify(name));
  }

  async #text(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { world, place, repository, digest } = readName(uri);
    const input = { place, repository, reference: digest };
    const { manifest } = await this.#services.workers.ask(world, 'image', input, { signal: abortSignal(token) });
    return indentJson(manifest);
  }
}

/** What a manifest is of, as a file can be called: `zeebe 8.3.4`, `zeebe 8.3.4 linux-arm64`. */
export function manifestTitle(image: TagNode | PlatformNode): string {
  const tag = image.kind === 'tag' ? image : image.parent;
  const platform = image.kind === 'tag' ? '' : ` ${image.platform}`;
  const repository = tag.parent.name.slice(tag.parent.name.lastIndexOf('/') + 1);
  return cleanText(`${repository} ${tag.tag}${platform}`).replaceAll(/[\\/]/g, '-');
}

/** A name may come from anywhere: an editor that is restored, a link. @throws ReleaseError `usage` */
function readName(uri: vscode.Uri): ManifestName {
  const { world, place, repository, digest }: Partial<Record<keyof ManifestName, unknown>> = JSON.parse(uri.query);
  const isPlace = (given: unknown): given is Place =>
    typeof given === 'object' && given !== null && Object.values(given).every((part) => typeof part === 'string');
  if ((world === 'aws' || world === 'sandbox') && isPlace(place) && typeof repository === 'string')
    if (typeof digest === 'string' && isDigest(digest)) return { world, place, repository, digest };
  throw new ReleaseError('usage', 'There is no such manifest');
}
