import { quote } from '#formats';
import type { PlatformConfig } from './config-evidence.ts';
import { type ImageFinding, imageFindings } from './image-finding.ts';
import { type FinalFile, finalFile } from './layers/final-file.ts';
import { ruleOn } from './rule.ts';

const hint = 'End the build with a user by number, such as USER 1001, and give this user the files that it writes to.';

/**
 * Containers should not run as root by default. A user is looked up as the runtimes do it (moby/sys/user, GetExecUser): by name in
 * /etc/passwd, else as a number; a config without one means root. Without the layers nothing is said of names other than root.
 */
export const nonRoot = ruleOn(
  'config',
  {
    code: 'non-root',
    why: 'A process that breaks out of a container that runs as root is root on the machine. Kubernetes refuses such images where runAsNonRoot is set.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements", security policies',
    severity: { marketplace: 'error', ecr: 'info', oci: 'info' },
    helpedBy: 'layers',
  },
  ({ image, platforms }, severity, { layers }) =>
    imageFindings(image, platforms, { rule: 'non-root', severity }, (config) => {
      const files = layers?.platforms.find(({ digest }) => digest === config.digest);
      return rootFinding(config, files ? finalFile(files.layers, 'etc/passwd') : 'unknown');
    }),
);

function rootFinding({ user }: PlatformConfig, passwd: FinalFile): ImageFinding[] {
  const [name = ''] = user.split(':', 1);
  if (name === '') return [{ what: 'runs as root: its config names no user', hint }];
  const account = typeof passwd === 'object' ? accountOf(passwd.text, name) : undefined;
  if (account !== undefined) {
    return account === 0 ? [{ what: `runs as root: its user ${quote(user)} is user 0 in /etc/passwd`, hint }] : [];
  }
  if (/^[+-]?\d+$/.test(name))
    return Number(name) === 0 ? [{ what: `runs as root: its user is ${quote(user)}`, hint }] : [];
  if (name === 'root') return [{ what: `runs as root: its user is ${quote(user)}`, hint }];
  if (passwd === 'unknown') return [];
  return [{ what: `does not start: its user ${quote(user)} is not in /etc/passwd`, hint }];
}

/** The number of an account, by its name; undefined when there is none. The first line counts. */
function accountOf(passwd: string, name: string): number | undefined {
  for (const line of passwd.split('\n')) {
    const [account, , id] = line.split(':', 3);
    if (account === name && id !== undefined && /^\d+$/.test(id)) return Number(id);
  }
  return undefined;
}
