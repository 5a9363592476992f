import type { HostsMap } from '#platform';
import type { AttestorIdentity } from '#sandbox';
import { type Line, line, span } from '#text';

export interface SandboxView {
  /** Where its state is kept; undefined when it is gone at the end. */
  readonly dataDir: string | undefined;
  /** Whether that is the folder that `--sandbox` uses. */
  readonly isDefault: boolean;
  /** Another process's, which was running before. */
  readonly isAttached: boolean;
  /** The file that the hosts map was written to. */
  readonly hostsFile: string | undefined;
  /** Who attests its images; undefined of one of an older version. */
  readonly attestor: Pick<AttestorIdentity, 'url' | 'fingerprint' | 'file'> | undefined;
  /** The file that the public key was written to. */
  readonly keyFile: string | undefined;
}

/** Where a sandbox is and how to use it: by this program, and by any other. */
export function sandboxText({ hosts, aws }: HostsMap, view: SandboxView): Line[] {
  const names = [...Object.keys(hosts), 'AWS'];
  const widest = names.reduce((width, name) => Math.max(width, name.length), 0);
  const place = (name: string, origin: string) => line(`  ${name.padEnd(widest)}  ${origin}`);
  return [
    [span(title(view), 'strong')],
    line(),
    ...Object.entries(hosts).map(([name, { origin }]) => place(name, origin)),
    ...(aws ? [place('AWS', aws.endpoint)] : []),
    line(),
    ...usageLines(view),
    line(),
    ...attestorLines(view),
    line('  For other tools:'),
    ...(aws
      ? [
          line(`    export AWS_ENDPOINT_URL=${aws.endpoint} AWS_REGION=${aws.region ?? 'us-east-1'}`),
          // Two spans, so that it is not taken for a secret: this key opens nothing but the sandbox.
          [
            span(`    export AWS_ACCESS_KEY_ID=${aws.accessKeyId ?? ''} AWS_SECRET_ACCESS_KEY=`),
            span(aws.secretAccessKey ?? ''),
          ],
        ]
      : []),
    ...Object.entries(hosts).flatMap(([name, { username, password }]) =>
      username === undefined ? [] : [line(`    ${name} wants the login ${username} / ${password ?? ''}`)],
    ),
    line(),
    line(
      view.isAttached
        ? '  It belongs to another process and goes on when this one ends.'
        : view.dataDir === undefined
          ? '  Its state is in memory. Ctrl-C ends it.'
          : `  Its state is in ${view.dataDir}. Ctrl-C ends it.`,
    ),
  ];
}

/** What was written, alone, of the sandbox that `--sandbox` uses. */
export function keyText({ url, fingerprint }: AttestorIdentity, file: string): Line[] {
  return [
    line(`${file} has the key ${fingerprint}. Images of the sandbox that --sandbox uses are attested by it, at`),
    line(`  ${url}`),
  ];
}

function title({ isAttached, dataDir }: SandboxView): string {
  return isAttached ? `A sandbox is running on ${dataDir} already` : 'The sandbox is running on this machine';
}

/** What goes under `attestations` in settings. */
function attestorLines({ attestor, keyFile = attestor?.file }: SandboxView): Line[] {
  if (!attestor) return [];
  const where =
    keyFile === undefined ? 'which --write-key FILE writes beside --write-hosts FILE' : `which is in ${keyFile}`;
  return [
    line('  Its sample images are attested, for attestations in marketplace.yaml:'),
    line(`    ${attestor.url}`),
    line(`    by the key ${attestor.fingerprint}, ${where}`),
    line(),
  ];
}

function usageLines({ isDefault, hostsFile }: SandboxView): Line[] {
  if (isDefault) return [line('  Use it:  marketplace-release plan --sandbox')];
  if (hostsFile !== undefined) return [line(`  Use it:  marketplace-release plan --hosts ${hostsFile}`)];
  return [
    line('  Use it:  marketplace-release plan --hosts FILE'),
    line('           (marketplace-release sandbox --write-hosts FILE writes that file)'),
  ];
}
