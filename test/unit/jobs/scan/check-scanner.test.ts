import { expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { checkScanner } from '../../../../src/jobs/doctor/check-scanner.ts';

const look = (place: string | undefined, said: () => Promise<string>) =>
  checkScanner('trivy', { findProgram: async () => place, versionOf: said }, undefined);

it.each([
  // As they print it: aquasecurity/trivy pkg/version, anchore/clio version.go.
  ['Version: 0.68.0\nVulnerability DB:\n  Version: 2\n', '0.68.0, /bin/trivy'],
  ['grype 0.100.0\n', '0.100.0, /bin/trivy'],
  ['Version: v0.69.0-rc.1\n', '0.69.0-rc.1, /bin/trivy'],
])('tells the version: %j', async (said, message) => {
  expect(await look('/bin/trivy', async () => said)).toEqual({ name: 'scanner trivy', state: 'ok', message });
});

it('is an error where it is not installed, is something else, or cannot be started', async () => {
  expect(await look(undefined, () => expect.unreachable('it is run'))).toMatchObject({
    state: 'error',
    code: 'scanner-missing',
  });
  expect(await look('/bin/trivy', async () => 'hello')).toMatchObject({ state: 'error', code: 'scanner-answer' });
  const broken = new ReleaseError('scanner-failed', 'trivy cannot be started (EACCES)');
  expect(await look('/bin/trivy', () => Promise.reject(broken))).toMatchObject({
    state: 'error',
    code: 'scanner-failed',
  });
});
