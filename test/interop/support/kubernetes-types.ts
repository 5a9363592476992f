import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A kind of object that a Kubernetes API server takes. */
export interface KubernetesKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** In addresses: `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** The name of its type. */
  readonly type: string;
}

/** A field's type as the Kubernetes client for JavaScript writes it: `Array<V1Container>`, `{ [key: string]: string; }`. */
export interface KubernetesField {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly required: boolean;
}

export interface KubernetesTypes {
  readonly kinds: readonly KubernetesKind[];
  readonly types: ReadonlyMap<string, readonly KubernetesField[]>;
}

interface GeneratedType {
  readonly attributeTypeMap?: readonly { readonly baseName: string; readonly type: string; readonly format: string }[];
}

/** In the package of its own that .ci/kubernetes.mjs installs. */
const generated = path.join(
  fileURLToPath(new URL('../programs', import.meta.url)),
  ...['node_modules', '@kubernetes/client-node', 'dist', 'gen'],
);

/** Kubernetes' types, as the client for JavaScript has them: it is generated from the OpenAPI document of the release. */
export async function kubernetesTypes(): Promise<KubernetesTypes> {
  const models: Record<string, GeneratedType> = await import(
    /* @vite-ignore */ pathToFileURL(path.join(generated, 'models', 'all.js')).href
  );
  const types = new Map<string, readonly KubernetesField[]>();
  for (const [name, { attributeTypeMap }] of Object.entries(models)) {
    if (!attributeTypeMap) continue;
    const declared = await readFile(path.join(generated, 'models', `${name}.d.ts`), 'utf8');
    const required = new Set([...declared.matchAll(/^ {4}'([^']+)': /gm)].map(([, field]) => field));
    types.set(
      name,
      attributeTypeMap.map(({ baseName, type, format }) => ({
        name: baseName,
        type,
        format,
        required: required.has(baseName.replace(/^\$/, '')),
      })),
    );
  }
  const files = await readdir(path.join(generated, 'apis'));
  const apis = files.filter((file) => file.endsWith('Api.js'));
  const texts = await Promise.all(apis.map((file) => readFile(path.join(generated, 'apis', file), 'utf8')));
  return { types, kinds: texts.flatMap(kindsIn) };
}

/** What is created by a POST: the address says where, the body says what. */
function kindsIn(text: string): KubernetesKind[] {
  return text.split('const localVarPath = ').flatMap((part) => {
    const address = /^'\/(?:api|apis\/([^/]+))\/(v[^/]+)\/(namespaces\/\{namespace\}\/)?([a-z]+)'/.exec(part);
    const body = /ObjectSerializer\.serialize\(body, "(\w+)"/.exec(part);
    if (!address || !body || !part.includes('HttpMethod.POST')) return [];
    const [, group = '', version = '', namespace, plural = ''] = address;
    const [, type = ''] = body;
    const kind = type.replace(/^[A-Z]\w*?(?=V\d)/, '').replace(/^V\d+(?:(?:alpha|beta)\d+)?/, '');
    return [{ group, version, kind, plural, namespaced: namespace !== undefined, type }];
  });
}
