import { describe, expect, it } from 'vitest';
import { type ScannerName, scannerCall, unfitLogin } from '#scan';

const digest = `sha256:${'a'.repeat(64)}`;
const login = { kind: 'password', username: 'me', password: 'hidden word' } as const;
const place = { origin: 'https://r.example', repository: 'acme/app', digest, login, isSandbox: false };
const at = { folder: '/empty' };

describe('how scanners are called', () => {
  it('asks Trivy for vulnerabilities alone, at the registry alone', () => {
    const call = scannerCall('trivy', place);
    expect(call.arguments).toEqual([
      ...['image', '--image-src', 'remote', '--scanners', 'vuln', '--format', 'json', '--no-progress'],
      `r.example/acme/app@${digest}`,
    ]);
    expect(call.environment(at)).toEqual({
      TRIVY_DISABLE_TELEMETRY: 'true',
      TRIVY_SKIP_VERSION_CHECK: 'true',
      TRIVY_USERNAME: 'me',
      TRIVY_PASSWORD: 'hidden word',
    });
  });

  it('asks Grype at the registry, with the login for that one', () => {
    const call = scannerCall('grype', { ...place, origin: 'https://r.example:5000' });
    expect(call.arguments).toEqual([
      ...[`registry:r.example:5000/acme/app@${digest}`, '--output', 'json', '--config', 'grype.yaml'],
    ]);
    // Its user's own may have something left out.
    expect(call.files).toEqual({ 'grype.yaml': '{}\n' });
    expect(call.environment(at)).toEqual({
      GRYPE_CHECK_FOR_APP_UPDATE: 'false',
      GRYPE_REGISTRY_AUTH_AUTHORITY: 'r.example:5000',
      GRYPE_REGISTRY_AUTH_USERNAME: 'me',
      GRYPE_REGISTRY_AUTH_PASSWORD: 'hidden word',
    });
  });

  it.each<ScannerName>(['trivy', 'grype'])(
    'tells %s nothing without a login, and never in its arguments',
    (scanner) => {
      expect(JSON.stringify(scannerCall(scanner, { ...place, login: undefined }).environment(at))).not.toMatch(
        /USERNAME|PASSWORD/,
      );
      expect(scannerCall(scanner, place).arguments.join(' ')).not.toMatch(/hidden|\bme\b/);
    },
  );

  it.each([
    // A bare name would be a user of Docker Hub, who would get the login.
    ['http://registry', 'registry:80/'],
    ['https://registry', 'registry:443/'],
    ['https://registry:5000', 'registry:5000/'],
    ['https://registry-1.docker.io', 'registry-1.docker.io/'],
    ['http://127.0.0.1:5000', '127.0.0.1:5000/'],
  ])('%s is %s', (origin, start) => {
    const trivy = scannerCall('trivy', { ...place, origin }).arguments.at(-1);
    expect(trivy?.startsWith(start)).toBe(true);
    expect(scannerCall('grype', { ...place, origin }).arguments[0]).toBe(`registry:${trivy}`);
  });

  it.each([
    ['https://r.example', undefined, undefined],
    ['http://r.example', 'true', 'true'],
    // Trivy tries these without TLS unasked; the word for it would leave its database's TLS unverified, too.
    ['http://127.0.0.1:5000', undefined, 'true'],
    ['http://localhost:5000', undefined, 'true'],
    ['http://[::1]:5000', undefined, 'true'],
    ['http://localhost', undefined, 'true'],
    ['http://127.0.0.1.r.example', 'true', 'true'],
  ])('plain HTTP of %s', (origin, ofTrivy, ofGrype) => {
    const environment = (scanner: ScannerName) => scannerCall(scanner, { ...place, origin }).environment(at);
    expect(environment('trivy').TRIVY_INSECURE).toBe(ofTrivy);
    expect(environment('grype').GRYPE_REGISTRY_INSECURE_USE_HTTP).toBe(ofGrype);
  });

  it('gives the authorities of the registry, in every way that a version knows', () => {
    const known = { ...at, authorities: '/empty/ca.pem' };
    expect(scannerCall('trivy', place).environment(known)).toMatchObject({
      SSL_CERT_FILE: '/empty/ca.pem',
      TRIVY_CACERT: '/empty/ca.pem',
    });
    expect(scannerCall('grype', place).environment(known)).toMatchObject({
      SSL_CERT_FILE: '/empty/ca.pem',
      GRYPE_REGISTRY_CA_CERT: '/empty/ca.pem',
    });
  });

  it.each<ScannerName>(['trivy', 'grype'])('shows %s none of the real logins in a rehearsal', (scanner) => {
    const call = scannerCall(scanner, { ...place, isSandbox: true });
    expect(call.environment(at)).toMatchObject({
      DOCKER_CONFIG: '/empty',
      AWS_CONFIG_FILE: '/empty/none',
      AWS_SHARED_CREDENTIALS_FILE: '/empty/none',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(scannerCall(scanner, place).environment(at)).not.toHaveProperty('DOCKER_CONFIG');
  });

  it.each<[ScannerName, string, boolean]>([
    ['trivy', 'TRIVY_CACHE_DIR', true],
    ['trivy', 'TRIVY_DB_REPOSITORY', true],
    ['trivy', 'DOCKER_CONFIG', true],
    ['trivy', 'TRIVY_USERNAME', false],
    ['trivy', 'TRIVY_REGISTRY_TOKEN', false],
    ['trivy', 'TRIVY_SEVERITY', false],
    ['trivy', 'TRIVY_IGNORE_UNFIXED', false],
    ['trivy', 'TRIVY_IGNOREFILE', false],
    ['trivy', 'TRIVY_CONFIG', false],
    ['trivy', 'TRIVY_OUTPUT', false],
    ['trivy', 'TRIVY_INSECURE', false],
    ['trivy', 'AWS_SECRET_ACCESS_KEY', false],
    ['grype', 'GRYPE_DB_CACHE_DIR', true],
    ['grype', 'GRYPE_ONLY_FIXED', false],
    ['grype', 'GRYPE_CONFIG', false],
    ['grype', 'GRYPE_REGISTRY_AUTH_PASSWORD', false],
  ])('%s: %s of the machine counts: %s', (scanner, variable, counts) => {
    expect(scannerCall(scanner, place).inherits.test(variable)).toBe(counts);
  });
});

it.each([
  ['trivy', undefined, undefined],
  ['trivy', login, undefined],
  ['trivy', { ...login, password: 'a,b' }, /comma/],
  ['trivy', { ...login, username: 'a,b' }, /comma/],
  ['trivy', { ...login, password: ' a' }, /blank/],
  ['grype', { ...login, password: 'a,b ' }, undefined],
  ['grype', { kind: 'identity-token', token: 't' }, /identity token/],
  ['trivy', { kind: 'identity-token', token: 't' }, /identity token/],
] as const)('what %s can be given: %o', (scanner, given, why) => {
  const unfit = unfitLogin(scanner, given);
  if (why === undefined) expect(unfit).toBeUndefined();
  else expect(unfit).toMatch(why);
});
