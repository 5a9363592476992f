import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { LayoutFolder } from '../../src/platform/layout/layout-folder.ts';

it('who looks while another makes the layout sees none, or one', async () => {
  const place = await mkdtemp(path.join(tmpdir(), 'layouts-'));
  try {
    for (let turn = 0; turn < 60; turn++) {
      const folder = path.join(place, String(turn));
      const look = async () => {
        const layout = new LayoutFolder(folder);
        for (let again = 0; again < 30; again++) await layout.index();
      };
      await Promise.all([new LayoutFolder(folder).make(), ...Array.from({ length: 6 }, look)]);
      expect(await new LayoutFolder(folder).index()).toBeDefined();
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
});
