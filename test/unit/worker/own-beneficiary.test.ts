import { expect, it } from 'vitest';
import { type AwsScope, awsScope } from '#jobs';
import { marketplaceFingerprint } from '#license';
import { ownBeneficiary } from '../../../src/worker/own-beneficiary.ts';
import { plainTarget } from '../../support/mirror-world.ts';

const account = '111122223333';
const scope: AwsScope = awsScope(plainTarget);
const { signal } = new AbortController();
const named = (fingerprint: string, identity: () => Promise<{ account: string; arn: string }>) =>
  ownBeneficiary(fingerprint, scope, { callerIdentity: identity }, signal);
const known = async () => ({ account, arn: `arn:aws:iam::${account}:user/seller` });

it('a licence that this account has made itself is for this account', async () => {
  expect(await named(`aws:${account}:Camunda:issuer-fingerprint`, known)).toEqual({ beneficiary: account });
});

it('any other licence is for whom it was granted to', async () => {
  expect(await named('aws:444455556666:Camunda:issuer-fingerprint', known)).toEqual({});
  const unasked = () => Promise.reject(new Error('asked'));
  expect(await named(marketplaceFingerprint, unasked)).toEqual({});
  expect(await named(`aws:${account}:Camunda:issuer-fingerprint`, unasked)).toEqual({});
});
