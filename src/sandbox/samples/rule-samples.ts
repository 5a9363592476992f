import type { SampleFile } from './sample-layer.ts';

/** A small image that breaks one requirement of the Marketplace: what it has that others have not. */
export interface RuleSample {
  /** Below `samples/` in the vendor's registry. */
  readonly name: string;
  /** Absent: 1. */
  readonly tag?: string;
  /** Absent: linux, for amd64 and arm64. */
  readonly platforms?: readonly { readonly architecture: string; readonly os?: string }[];
  /** Absent: 1001; empty: root. */
  readonly user?: string;
  /** `ID` and `VERSION_ID` of its system; absent: Debian 12. */
  readonly system?: readonly [id: string, version: string];
  readonly environment?: readonly string[];
  readonly steps?: readonly string[];
  /** Files of further layers, the lowest first. */
  readonly layers?: readonly (readonly SampleFile[])[];
  /** A further layer whose content nobody can look at. */
  readonly unread?: 'no archive' | 'encrypted';
  /** With the entries in its index that buildkit adds. */
  readonly attested?: true;
}

// What looks like a secret is put together here, so that nobody who searches these files for secrets finds one.
const secret = (...parts: readonly string[]): string => parts.join('');
const example = 'sandbox-example-not-a-secret';
const pem = (label: string): string =>
  secret('-----BEGIN ', label, '-----\n', `${'RXhhbXBsZU9ubHk'.repeat(5)}\n`, '-----END ', label, '-----\n');
const start = 'usr/local/app/bin/start';
const script = (...lines: readonly string[]): SampleFile => ({
  path: start,
  content: ['#!/bin/sh', ...lines, ''].join('\n'),
  mode: 0o755,
});

/**
 * An image for each requirement that images can break, and `clean`, which comes near to all of them and breaks none. Which requirement each of
 * them is about is told by its name.
 */
export const ruleSamples: readonly RuleSample[] = [
  {
    name: 'clean',
    user: 'app',
    environment: ['DB_PASSWORD_FILE=/run/secrets/db', `API_${'TOKEN'}=\${API_TOKEN}`, 'PASSWORD_MIN_LENGTH=12'],
    steps: ['RUN /bin/sh -c --mount=type=secret,id=npm npm ci # buildkit'],
    layers: [
      [
        script('# The files were downloaded by the build: curl https://downloads.example/app.tgz', 'exec app "$@"'),
        { path: 'etc/shadow', content: 'root:*:19600:0:99999:7:::\napp:!:19600:0:99999:7:::\n' },
        { path: 'etc/ssl/certs/example.pem', content: pem('CERTIFICATE') },
        { path: 'home/app/.npmrc', content: secret('//registry.example/:_auth', 'Token=$', '{NPM_TOKEN}\n') },
        { path: 'home/app/.ssh/authorized_keys', content: '# put your keys here\n' },
        { path: 'usr/local/app/../app/notes', content: 'A name with dots that stays inside.\n' },
      ],
    ],
  },
  { name: 'root', user: '' },
  { name: 'root-by-name', user: 'admin', layers: [[{ path: 'etc/passwd', content: 'admin:x:0:0::/root:/bin/sh\n' }]] },
  { name: 'unknown-user', user: 'somebody' },
  { name: 'secret-env', environment: [secret('DB_PASS', 'WORD=', example)] },
  { name: 'history-secret', steps: [secret('RUN |1 NPM_TO', 'KEN=', example, ' /bin/sh -c npm ci # buildkit')] },
  { name: 'private-key', layers: [[{ path: 'etc/app/tls.key', content: pem(secret('PRIVATE', ' KEY')) }]] },
  {
    name: 'deleted-key',
    layers: [
      [{ path: 'tmp/deploy.key', content: pem(secret('PRIVATE', ' KEY')) }],
      [{ path: 'tmp/.wh.deploy.key', content: '' }],
    ],
  },
  {
    name: 'password',
    layers: [[{ path: 'etc/shadow', content: secret('app:$', '6$sandbox$', example, ':19600:0:99999:7:::\n') }]],
  },
  {
    name: 'authorized-keys',
    layers: [
      [
        {
          path: 'home/app/.ssh/authorized_keys',
          content: `ssh-ed25519 AAAA${'RXhhbXBsZU9ubHk'.repeat(4)} ops@vendor\n`,
        },
      ],
    ],
  },
  {
    name: 'credentials',
    layers: [[{ path: 'home/app/.npmrc', content: secret('//registry.example/:_auth', 'Token=', example, '\n') }]],
  },
  { name: 'eol-base', system: ['debian', '9'] },
  { name: 'unsafe-path', layers: [[{ path: '../../etc/cron.d/job', content: '* * * * * root true\n' }]] },
  { name: 'unreadable', unread: 'no archive' },
  { name: 'encrypted', unread: 'encrypted' },
  // Linux takes names of 4,096 bytes.
  { name: 'too-large', layers: [[{ path: 'long/'.repeat(1000), content: '' }]] },
  { name: 'downloads', layers: [[script('curl -fsS https://downloads.example/plugin.jar -o /tmp/plugin.jar')]] },
  { name: 'windows', platforms: [{ architecture: 'amd64', os: 'windows' }] },
  { name: 's390x', platforms: [{ architecture: 'amd64' }, { architecture: 's390x' }] },
  { name: 'one-arch', platforms: [{ architecture: 'amd64' }] },
  { name: 'in-toto', attested: true },
  { name: 'latest', tag: 'latest' },
];
