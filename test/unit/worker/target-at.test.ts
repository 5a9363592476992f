import { describe, expect, it } from 'vitest';
import type { PlanTarget } from '#jobs';
import { targetAt } from '../../../src/worker/target-at.ts';

const target: PlanTarget = {
  registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
  prefix: 'camunda/camunda8',
  kind: 'marketplace',
  account: '123456789012',
  profile: 'seller',
  attestationManifests: 'strip',
  platforms: ['linux/amd64'],
  existing: 'equivalent',
};

describe('the target of a question', () => {
  it("is the place's own", () => {
    expect(targetAt(target, undefined)).toBe(target);
    expect(targetAt(target, target.registry)).toBe(target);
  });

  it('is another registry as it is: without a prefix, and without what the target is asked as', () => {
    const other = targetAt(target, 'docker.io');
    expect(other).toMatchObject({ registry: 'docker.io', prefix: '', kind: 'oci', platforms: [] });
    expect(other).not.toHaveProperty('profile');
    expect(other).not.toHaveProperty('account');
  });
});
