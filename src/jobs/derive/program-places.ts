import { parseImageConfig } from '#registry';

/** What container runtimes take where an image says nothing. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Where a container looks for a program that is named without a folder: along the image's PATH.
 * @param config of the base
 * @param environment that is added to it
 */
export function programPlaces(
  name: string,
  config: { readonly bytes: Uint8Array; readonly digest: string; readonly repository: string },
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  const held = parseImageConfig(config.bytes, config.digest, config.repository).environment;
  const ofBase = held.find((variable) => variable.startsWith('PATH='))?.slice('PATH='.length);
  const path = environment.PATH ?? ofBase ?? usualPath;
  return path.split(':').flatMap((folder) => (folder.startsWith('/') ? [`${folder.replace(/\/+$/, '')}/${name}`] : []));
}
