import path from 'node:path';
import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { canonicalRegistry } from '#reference';
import { parseForeignJson } from '#registry';

const maxBytes = 1_048_576;
const originSchema = z
  .string()
  .check(z.refine((text) => /^https?:\/\/[^/?#@]+\/?$/.test(text), 'is not an origin (http://host:port)'));

const hostsMapSchema = z.object({
  schemaVersion: z.literal(1),
  /** Set by the sandbox: then credentials come from this map alone, and nothing is written elsewhere. */
  sandbox: z.optional(z.boolean()),
  /** A folder: image layouts that a job writes are below it, instead of where the settings name them. */
  layouts: z.optional(z.string().check(z.refine((text) => path.isAbsolute(text), 'is not an absolute path'))),
  hosts: z.record(
    z.string(),
    z.object({
      origin: originSchema,
      username: z.optional(z.string()),
      password: z.optional(z.string()),
      ca: z.optional(z.string()),
    }),
  ),
  aws: z.optional(
    z.object({
      endpoint: originSchema,
      region: z.optional(z.string()),
      accessKeyId: z.optional(z.string()),
      secretAccessKey: z.optional(z.string()),
      sessionToken: z.optional(z.string()),
      account: z.optional(z.string()),
    }),
  ),
  /** Who attests the images of a sandbox. */
  attestor: z.optional(z.object({ publicKey: z.string() })),
});

/**
 * Sends logical names to other origins: a sandbox's, a test's. Each host may bring its login and its CA (PEM text); `aws` is one
 * endpoint for every AWS service. Plans and reports keep the logical names.
 */
export type HostsMap = z.infer<typeof hostsMapSchema>;

export const noHosts: HostsMap = { schemaVersion: 1, hosts: {} };

/**
 * Reads a hosts map, as `marketplace-release sandbox` prints it.
 * @throws ReleaseError `usage`
 */
export function parseHostsMap(bytes: Uint8Array, file: string): HostsMap {
  const fail = (why: string) =>
    new ReleaseError('usage', `${file} is no hosts map: ${why}`, { hint: 'marketplace-release sandbox prints one.' });
  const parsed = hostsMapSchema.safeParse(parseForeignJson(bytes, maxBytes, fail));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw fail(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
  }
  const hosts = Object.entries(parsed.data.hosts).map(
    ([name, host]) => [canonicalRegistry(name), { ...host, origin: host.origin.replace(/\/$/, '') }] as const,
  );
  return { ...parsed.data, hosts: Object.fromEntries(hosts) };
}
