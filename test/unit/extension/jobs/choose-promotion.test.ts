import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TargetOutline } from '#worker';
import { choosePromotion } from '../../../../src/extension/jobs/ask/choose-promotion.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { window } from '../../../support/vscode.ts';

interface Shown {
  readonly label: string;
}
const shown: { labels: string[]; title: string; placeHolder: string }[] = [];
const picks: string[] = [];

const target = (name: string): TargetOutline => ({ name, kind: 'oci', registry: `${name}.example`, prefix: '' });
const choose = (targets: readonly string[], place: { target?: string; profile?: string } = {}) =>
  choosePromotion({ world: 'aws', files: ['/r/1_images.txt'], place: { settings: '/r/marketplace.yaml', ...place } }, {
    workers: { ask: async () => targets.map(target) },
  } as unknown as Pick<Services, 'workers'> & Services);

beforeEach(() => {
  shown.length = 0;
  picks.length = 0;
  vi.spyOn(window, 'showQuickPick').mockImplementation(async (items, options) => {
    const labels = (items as readonly Shown[]).map(({ label }) => label);
    shown.push({ labels, ...(options as { title: string; placeHolder: string }) });
    const pick = picks.shift();
    return items.find((_, at) => labels[at] === pick);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('choosing where a release is promoted', () => {
  it('asks from where, and then to where of the others', async () => {
    picks.push('staging', 'live');
    expect(await choose(['dev', 'staging', 'live'], { target: 'dev', profile: 'developer' })).toEqual({
      world: 'aws',
      files: ['/r/1_images.txt'],
      place: { settings: '/r/marketplace.yaml', target: 'live', from: 'staging' },
    });
    expect(shown.map(({ labels }) => labels)).toEqual([
      ['dev', 'staging', 'live'],
      ['dev', 'live'],
    ]);
    expect(shown.map(({ title }) => title)).toEqual(['Promote: from (1/2)', 'Promote: to (2/2)']);
    expect(shown[1]?.placeHolder).toContain('staging');
  });

  it('keeps the profile that was chosen for the target', async () => {
    picks.push('staging', 'live');
    const chosen = await choose(['staging', 'live'], { target: 'live', profile: 'seller' });
    expect(chosen?.place).toMatchObject({ target: 'live', profile: 'seller' });
  });

  it('is nothing when the user turns back at either question', async () => {
    expect(await choose(['staging', 'live'])).toBeUndefined();
    picks.push('staging');
    expect(await choose(['staging', 'live'])).toBeUndefined();
  });

  it('needs two targets', async () => {
    await expect(choose(['default'])).rejects.toMatchObject({ code: 'target-single' });
    expect(shown).toEqual([]);
  });
});
