import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { readBlob } from '../content/blobs.ts';
import type { RegistrySession } from '../session.ts';
import { parseForeignJson } from './foreign-json.ts';

/** Of one config; real ones have some ten thousand. */
export const maxConfigBytes = 8_388_608;

const texts = z.catch(z.nullish(z.array(z.string())), undefined);
const word = z.catch(z.nullish(z.string()), undefined);
/** Strict about the platform only, which decides where an image goes: of the rest, what has an unknown shape is as good as absent. */
const configSchema = z.looseObject({
  os: z.optional(z.string()),
  architecture: z.optional(z.string()),
  variant: z.optional(z.string()),
  'os.version': z.optional(z.string()),
  config: z.catch(
    z.nullish(
      z.looseObject({
        User: word,
        Env: texts,
        Entrypoint: texts,
        Cmd: texts,
        Labels: z.catch(z.nullish(z.record(z.string(), z.string())), undefined),
      }),
    ),
    undefined,
  ),
  history: z.catch(z.nullish(z.array(z.looseObject({ created_by: word }))), undefined),
});

/** What an image of one platform says of how it is run and how it was made (OCI image specification, config.md). */
export interface ImageConfig {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
  /** `name`, `uid`, each with `:group` or without; '' when the config names none. */
  readonly user: string;
  /** `NAME=value` each. */
  readonly environment: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The commands of the build, in its order, as far as they are given. */
  readonly history: readonly string[];
}

/**
 * Reads the config of an image, verified.
 * @param config its descriptor; `size` in bytes, at most 8 MiB
 * @throws ReleaseError `manifest-malformed`, `digest-mismatch`, `content-missing`, and what requests throw
 */
export async function readImageConfig(
  session: RegistrySession,
  repository: string,
  config: { readonly digest: string; readonly size: number },
  signal?: AbortSignal,
): Promise<ImageConfig> {
  return parseImageConfig(
    await readBlob(session, repository, config, maxConfigBytes, signal),
    config.digest,
    repository,
  );
}

/**
 * The config of an image from its bytes, at most 8 MiB.
 * @param digest and repository name it in errors
 * @throws ReleaseError `manifest-malformed`
 */
export function parseImageConfig(bytes: Uint8Array, digest: string, repository: string): ImageConfig {
  const broken = (why: string) =>
    new ReleaseError('manifest-malformed', `The config ${digest} of ${repository} cannot be read: ${why}`);
  const parsed = configSchema.safeParse(parseForeignJson(bytes, maxConfigBytes, broken));
  if (!parsed.success) throw broken('it has an unknown shape');
  const { os, architecture, variant, 'os.version': version, config: run, history } = parsed.data;
  return {
    ...(os ? { os } : {}),
    ...(architecture ? { architecture } : {}),
    ...(variant ? { variant } : {}),
    ...(version ? { 'os.version': version } : {}),
    user: run?.User ?? '',
    environment: run?.Env ?? [],
    entrypoint: run?.Entrypoint ?? [],
    command: run?.Cmd ?? [],
    labels: run?.Labels ?? {},
    history: (history ?? []).flatMap((step) => step.created_by ?? []),
  };
}
