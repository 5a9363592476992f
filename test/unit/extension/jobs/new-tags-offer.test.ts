import { afterEach, expect, it, vi } from 'vitest';
import { newTagsOffer } from '../../../../src/extension/jobs/ask/new-tags-offer.ts';
import { item, resultOf } from '../../../support/job-results.ts';
import { commands } from '../../../support/vscode.ts';

afterEach(() => vi.restoreAllMocks());

it('new tags are offered where a tag is taken, and for nothing else', async () => {
  const taken = resultOf([item('a:1', 'copy'), item('b:1', 'conflict', { code: 'tag-taken' })]);
  const [offer] = newTagsOffer(taken);
  const ran = vi.spyOn(commands, 'executeCommand');
  await offer?.run();
  expect(ran).toHaveBeenCalledWith('marketplaceRelease.planNewTags', { record: 'one', world: 'sandbox' });
  expect(newTagsOffer(resultOf([item('a:1', 'copy'), item('b:1', 'failed', { code: 'unreachable' })]))).toEqual([]);
});
