import { expect, it } from 'vitest';
import { FinalLists } from '../../../src/jobs/referrers/final-lists.ts';
import { openWorld, plainTarget } from '../../support/mirror-world.ts';

const registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com';

it('a repository that could not be read for once is asked again for the next list, and then no more', async () => {
  const { gateways } = await openWorld();
  let asked = 0;
  const describe = async (_scope: unknown, { repository }: { readonly repository: string }) => {
    asked++;
    if (asked === 1) throw new Error('throttled');
    return {
      arn: `arn:${repository}`,
      tagMutability: { immutable: false, except: [] },
      scanOnPush: false,
      encryption: 'AES256',
    };
  };
  const aws = { ...gateways.aws, repositories: { ...gateways.aws.repositories, describe } };
  const lists = new FinalLists({ target: { ...plainTarget, kind: 'ecr', registry }, gateways: { ...gateways, aws } });
  expect(await lists.reason('p/x', 'sha256-1')).toContain('throttled');
  expect(await lists.reason('p/x', 'sha256-2')).toBeUndefined();
  expect(await lists.reason('p/x', 'sha256-3')).toBeUndefined();
  expect(asked).toBe(2);
});
