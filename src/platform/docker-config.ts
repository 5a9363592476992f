import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { canonicalRegistry, defaultRegistry } from '#reference';
import { type Login, parseForeignJson } from '#registry';
import { askCredentialHelper } from './credential-helper.ts';

const maxBytes = 4_194_304;
const authSchema = z.looseObject({
  auth: z.optional(z.string()),
  username: z.optional(z.string()),
  password: z.optional(z.string()),
  identitytoken: z.optional(z.string()),
});
const configSchema = z.looseObject({
  auths: z.optional(z.record(z.string(), z.nullish(authSchema))),
  credHelpers: z.optional(z.record(z.string(), z.string())),
  credsStore: z.optional(z.string()),
});
type DockerConfigFile = z.infer<typeof configSchema>;

/**
 * Finds logins as docker does: a helper for the host, else the store, else what stands in the file itself
 * (docker CLI reference, "config.json properties"). The file is `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`.
 */
export class DockerConfig {
  readonly #file: string;
  readonly #environment: NodeJS.ProcessEnv;
  #read: Promise<DockerConfigFile> | undefined;

  constructor(environment: NodeJS.ProcessEnv, home: string) {
    this.#file = path.join(environment.DOCKER_CONFIG || path.join(home, '.docker'), 'config.json');
    this.#environment = environment;
  }

  /** In words, for the plan: where a login would come from. @throws ReleaseError `credentials-unreadable` */
  async describe(registry: string): Promise<string> {
    const config = await this.#config();
    const helper = helperOf(config, registry);
    if (helper) return `docker credential helper ${helper}`;
    return named(config.auths, registry) ? 'docker config' : 'none';
  }

  /** @throws ReleaseError `credentials-unreadable` */
  async find(registry: string): Promise<Login | undefined> {
    const config = await this.#config();
    const helper = helperOf(config, registry);
    if (helper) {
      for (const server of serverNames(registry)) {
        const login = await askCredentialHelper(helper, server, this.#environment);
        if (login) return login;
      }
    }
    return loginOf(named(config.auths, registry), registry, this.#file);
  }

  /** The helpers that it names. @throws ReleaseError `credentials-unreadable` */
  async helpers(): Promise<string[]> {
    const { credHelpers, credsStore } = await this.#config();
    const named = [...Object.values(credHelpers ?? {}), ...(credsStore ? [credsStore] : [])];
    return [...new Set(named)].sort();
  }

  #config(): Promise<DockerConfigFile> {
    this.#read ??= readConfig(this.#file);
    return this.#read;
  }
}

function helperOf(config: DockerConfigFile, registry: string): string | undefined {
  return named(config.credHelpers, registry) ?? config.credsStore;
}

async function readConfig(file: string): Promise<DockerConfigFile> {
  const fail = (why: string) =>
    new ReleaseError('credentials-unreadable', `${file} cannot be used: ${why}`, {
      hint: 'Repair it, or name another folder in DOCKER_CONFIG.',
    });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw fail(String(code ?? error));
  }
  const parsed = configSchema.safeParse(parseForeignJson(bytes, maxBytes, fail));
  if (!parsed.success) throw fail('it has an unknown shape');
  return parsed.data;
}

/**
 * An entry by host; keys may be whole URLs (`https://index.docker.io/v1/`), as docker login writes them. One for a part of the registry
 * (`ghcr.io/team`, as podman writes it) counts when there is none for all of it.
 */
function named<T>(entries: Readonly<Record<string, T>> | undefined, registry: string): T | undefined {
  const found = Object.entries(entries ?? {}).flatMap(([key, value]) => {
    const [host = '', ...parts] = key.replace(/^https?:\/\//, '').split('/');
    const isWhole = parts.every((part) => part === '' || /^v[12]$/.test(part));
    return canonicalRegistry(host) === registry ? [{ value, isWhole }] : [];
  });
  return (found.find(({ isWhole }) => isWhole) ?? found[0])?.value;
}

/** What a helper may know the registry as; docker login has always stored Docker Hub under its v1 address. */
function serverNames(registry: string): string[] {
  return registry === defaultRegistry ? ['https://index.docker.io/v1/', registry] : [registry, `https://${registry}`];
}

function loginOf(
  entry: z.infer<typeof authSchema> | null | undefined,
  registry: string,
  file: string,
): Login | undefined {
  if (!entry) return undefined;
  if (entry.identitytoken) return { kind: 'identity-token', token: entry.identitytoken };
  if (entry.username && entry.password !== undefined)
    return { kind: 'password', username: entry.username, password: entry.password };
  if (!entry.auth) return undefined;
  const decoded = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon > 0) return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  throw new ReleaseError(
    'credentials-unreadable',
    `The "auth" of ${registry} in ${file} is not base64 of user:password`,
    {
      hint: `Run: docker login ${registry}`,
    },
  );
}
