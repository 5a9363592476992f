import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TargetOutline } from '#worker';
import { choosePromotion } from '../../../../src/extension/jobs/ask/choose-promotion.ts';
import type { Services } from '../../../../src/extension/services.ts';

interface Shown {
  readonly label: string;
}
const window = vi.hoisted(() => ({
  shown: [] as { labels: string[]; title: string; placeHolder: string }[],
  chosen: [] as string[],
}));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  window: {
    showQuickPick: async (items: readonly Shown[], options: { title: string; placeHolder: string }) => {
      window.shown.push({ labels: items.map(({ label }) => label), ...options });
      const chosen = window.chosen.shift();
      return items.find(({ label }) => label === chosen);
    },
  },
}));

const target = (name: string): TargetOutline => ({ name, kind: 'oci', registry: `${name}.example`, prefix: '' });
const choose = (targets: readonly string[], place: { target?: string; profile?: string } = {}) =>
  choosePromotion({ world: 'aws', files: ['/r/1_images.txt'], place: { settings: '/r/marketplace.yaml', ...place } }, {
    workers: { ask: async () => targets.map(target) },
  } as unknown as Pick<Services, 'workers'> & Services);

beforeEach(() => {
  window.shown.length = 0;
  window.chosen.length = 0;
});

describe('choosing where a release is promoted', () => {
  it('asks from where, and then to where of the others', async () => {
    window.chosen.push('staging', 'live');
    expect(await choose(['dev', 'staging', 'live'], { target: 'dev', profile: 'developer' })).toEqual({
      world: 'aws',
      files: ['/r/1_images.txt'],
      place: { settings: '/r/marketplace.yaml', target: 'live', from: 'staging' },
    });
    expect(window.shown.map(({ labels }) => labels)).toEqual([
      ['dev', 'staging', 'live'],
      ['dev', 'live'],
    ]);
    expect(window.shown.map(({ title }) => title)).toEqual(['Promote: from (1/2)', 'Promote: to (2/2)']);
    expect(window.shown[1]?.placeHolder).toContain('staging');
  });

  it('keeps the profile that was chosen for the target', async () => {
    window.chosen.push('staging', 'live');
    const chosen = await choose(['staging', 'live'], { target: 'live', profile: 'seller' });
    expect(chosen?.place).toMatchObject({ target: 'live', profile: 'seller' });
  });

  it('is nothing when the user turns back at either question', async () => {
    expect(await choose(['staging', 'live'])).toBeUndefined();
    window.chosen.push('staging');
    expect(await choose(['staging', 'live'])).toBeUndefined();
  });

  it('needs two targets', async () => {
    await expect(choose(['default'])).rejects.toMatchObject({ code: 'target-single' });
    expect(window.shown).toEqual([]);
  });
});
