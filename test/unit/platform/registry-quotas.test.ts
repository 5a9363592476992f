import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { NodeRegistries, noHosts } from '#platform';

const ecr = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const never = () => expect.unreachable('AWS is asked');

function registries(hosts: ConstructorParameters<typeof NodeRegistries>[0]['hosts']) {
  const aws = { ecrLogin: never, callerIdentity: never, secretValue: never };
  return new NodeRegistries({ registries: [], folder: '/', hosts, aws, environment: {}, home: tmpdir() });
}

describe('the quotas of a registry', () => {
  const mapped = { [ecr]: { origin: 'http://127.0.0.1:5000', username: 'AWS', password: 'x' } };

  it('are those of ECR by its name, wherever it is reached', async () => {
    expect((await registries(noHosts).access(ecr)).quotas).toMatchObject({ perSecond: { 'manifest-write': 10 } });
    const elsewhere = registries({ ...noHosts, hosts: mapped });
    expect((await elsewhere.access(ecr)).quotas).toMatchObject({ perSecond: { 'manifest-write': 10 } });
  });

  it('are not kept by a sandbox, and not known of others', async () => {
    expect((await registries({ ...noHosts, sandbox: true, hosts: mapped }).access(ecr)).quotas).toBeUndefined();
    expect((await registries(noHosts).access('127.0.0.1:5000')).quotas).toBeUndefined();
  });
});
