import { createHash } from 'node:crypto';
import type { Registries } from '#jobs';
import type { Http, HttpRequest, HttpResponse, RegistryAccess } from '#registry';
import { LayoutFolder } from './layout-folder.ts';
import { LayoutRegistry } from './layout-registry.ts';

/** Image layouts by the name of the registry that each stands for; the folders are absolute. */
export type Layouts = ReadonlyMap<string, string>;

/**
 * Registries of which some are image layouts, folders of this machine. Each has an origin that no host has; {@link http} answers what
 * is sent there, so that all who talk to registries talk to layouts too.
 */
export class LayoutRegistries implements Registries {
  readonly isSandbox: boolean;
  readonly #others: Registries;
  readonly #layouts: Layouts;
  readonly #folders = new Map<string, LayoutFolder>();
  readonly #byHost = new Map<string, LayoutRegistry>();

  constructor(others: Registries, layouts: Layouts) {
    this.isSandbox = others.isSandbox;
    this.#others = others;
    this.#layouts = layouts;
  }

  async access(registry: string): Promise<RegistryAccess> {
    const folder = this.#layouts.get(registry);
    if (folder === undefined) return this.#others.access(registry);
    // Of the folder and the name: a layout answers each registry that it stands for by that registry's names.
    const host = `${createHash('sha256').update(`${registry} ${folder}`).digest('hex').slice(0, 32)}.layout`;
    if (!this.#byHost.has(host)) this.#byHost.set(host, new LayoutRegistry(registry, this.#folder(folder)));
    return { registry, origin: `http://${host}`, layout: folder, credentials: 'none', login: async () => undefined };
  }

  /** HTTP that answers for the layouts itself, and sends everything else. */
  http(others: Http): Http {
    const send = (request: HttpRequest): Promise<HttpResponse> => {
      const layout = this.#byHost.get(new URL(request.url).host);
      return layout ? layout.answer(request) : others.send(request);
    };
    return { send };
  }

  #folder(place: string): LayoutFolder {
    const held = this.#folders.get(place);
    if (held) return held;
    const folder = new LayoutFolder(place);
    this.#folders.set(place, folder);
    return folder;
  }
}
