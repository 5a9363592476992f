import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMap, parseDocument } from 'yaml';
import type { KubernetesPrograms } from './kubernetes-programs.ts';
import { type KubernetesKind, kubernetesTypes } from './kubernetes-types.ts';
import { openApiDocument } from './openapi-document.ts';

interface SchemaCheck {
  /** What kubectl says against manifests; empty when it takes them all. */
  readonly refused: string;
  /** Objects that it took: `deployment.apps/web`. */
  readonly taken: readonly string[];
  /** Kinds that Kubernetes itself does not have, as `group/version Kind`: those of the chart's own definitions. */
  readonly foreign: readonly string[];
}

export interface KubernetesApi {
  readonly origin: string;
  /** What there is in the cluster, and lists of it, by address: `/api/v1/namespaces/default/secrets/NAME`. */
  readonly objects: Map<string, unknown>;
  /**
   * Has kubectl check manifests, several documents in one text, against Kubernetes' types.
   * @throws when they are no YAML, or a key stands twice in them
   */
  check(programs: KubernetesPrograms, manifests: string): Promise<SchemaCheck>;
  close(): Promise<void>;
}

/**
 * As much of a Kubernetes API server as kubectl and Helm ask before they create something for a trial: which version it is, which kinds there are,
 * their OpenAPI document, and what is there already. What is created nobody asks for: `--dry-run`.
 */
export async function startKubernetesApi(): Promise<KubernetesApi> {
  const types = await kubernetesTypes();
  const openApi = openApiDocument(types);
  const answers = discovery(types.kinds);
  const objects = new Map<string, unknown>();
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const answer = answers.get(pathname) ?? objects.get(pathname);
    if (pathname === '/openapi/v2') {
      const type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
      return void response.writeHead(200, { 'content-type': type }).end(openApi);
    }
    const [status, body] = answer ? [200, answer] : [404, notFound];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const known = new Set(types.kinds.map(nameOf));
  return {
    origin,
    objects,
    async check(programs, manifests) {
      const documents = manifests.split(/^---.*$/m).flatMap((text) => {
        // An API server refuses a key that stands twice; kubectl would take the last.
        const { errors, contents } = parseDocument(text);
        if (errors[0]) throw new Error(`${errors[0].message}\n${text}`);
        return isMap(contents) ? [{ text, kind: `${contents.get('apiVersion')} ${contents.get('kind')}` }] : [];
      });
      const own = documents.filter(({ kind }) => known.has(kind));
      const foreign = [...new Set(documents.map(({ kind }) => kind).filter((kind) => !known.has(kind)))];
      if (own.length === 0) return { refused: '', taken: [], foreign };
      const options = ['--dry-run=client', '--validate=strict', '--output=name', '--filename=-'];
      const server = ['--server', origin, '--cache-dir', `${programs.home}/discovery`];
      const text = own.map((one) => `---\n${one.text}\n`);
      const { status, stdout, stderr } = await programs.run(
        'kubectl',
        ['create', ...options, ...server],
        text.join(''),
      );
      const refused = status === 0 ? '' : stderr || `kubectl ended with ${status}`;
      return { refused, taken: stdout.split('\n').filter((line) => line !== ''), foreign };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const notFound = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };

function nameOf({ group, version, kind }: KubernetesKind): string {
  return `${group === '' ? version : `${group}/${version}`} ${kind}`;
}

/** Kubernetes API reference, "Discovery": the lists before there were aggregated ones. */
function discovery(kinds: readonly KubernetesKind[]): Map<string, unknown> {
  const answers = new Map<string, unknown>();
  const versions = new Map<string, Set<string>>();
  for (const { group, version } of kinds) versions.set(group, (versions.get(group) ?? new Set()).add(version));
  for (const [group, of] of versions) {
    for (const version of of) {
      const groupVersion = group === '' ? version : `${group}/${version}`;
      const resources = kinds
        .filter((one) => one.group === group && one.version === version)
        .map(({ plural, kind, namespaced }) => {
          const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update'];
          return { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs };
        });
      const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
      answers.set(group === '' ? `/api/${version}` : `/apis/${groupVersion}`, list);
    }
  }
  const groups = [...versions].flatMap(([name, of]) => {
    const list = [...of].map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return name === '' ? [] : [{ name, versions: list, preferredVersion: list[0] }];
  });
  answers.set('/api', { kind: 'APIVersions', versions: ['v1'] });
  answers.set('/version', { major: '1', minor: '35', gitVersion: 'v1.35.0' });
  answers.set('/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups });
  return answers;
}
