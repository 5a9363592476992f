import { open } from 'node:fs/promises';
import path from 'node:path';

/** Larger than any such file; what comes after is not looked at. */
const maxBytes = 1_048_576;

/**
 * Names of the AWS profiles of this machine, `default` first, as AWS's own tools find them: in `~/.aws/config` and `~/.aws/credentials`
 * or the files that the environment names (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). Nothing but the
 * names is kept. A file that is not there, or can't be read, has none.
 */
export async function awsProfiles(environment: NodeJS.ProcessEnv, home: string): Promise<string[]> {
  const folder = path.join(home, '.aws');
  const [config, credentials] = await Promise.all([
    beginningOf(environment.AWS_CONFIG_FILE || path.join(folder, 'config')),
    beginningOf(environment.AWS_SHARED_CREDENTIALS_FILE || path.join(folder, 'credentials')),
  ]);
  const names = new Set([
    ...sectionsOf(config).flatMap((section) => profileOfConfig(section) ?? []),
    ...sectionsOf(credentials),
  ]);
  return [...names].sort((a, b) => Number(b === 'default') - Number(a === 'default') || (a < b ? -1 : 1));
}

/** What stands between the brackets of a file's headers. */
function sectionsOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const name = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.trim();
    return name === undefined || name === '' ? [] : [name];
  });
}

/** There are sections of other kinds: `sso-session x`, `services x`. */
function profileOfConfig(section: string): string | undefined {
  if (section === 'default') return section;
  return /^profile\s+(["']?)(.+?)\1$/.exec(section)?.[2];
}

async function beginningOf(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
