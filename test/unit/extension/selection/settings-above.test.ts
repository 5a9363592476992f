import { describe, expect, it } from 'vitest';
import { settingsAbove } from '../../../../src/extension/selection/settings-above.ts';

/** A disk with these files; a folder's mode is 755 unless it is said. */
function disk(files: readonly string[], modes: Readonly<Record<string, number>> = {}) {
  return (folder: string) =>
    settingsAbove(folder, 'marketplace.yaml', async (place) => ({
      isFile: files.includes(place),
      mode: modes[place] ?? 0o755,
    }));
}

describe('the settings above a folder of the workspace', () => {
  it('are the nearest', async () => {
    const above = disk(['/home/a/marketplace.yaml', '/home/a/b/marketplace.yaml']);
    expect(await above('/home/a/b/c/d')).toEqual({
      settings: '/home/a/b/marketplace.yaml',
      folders: ['/home/a/b/c', '/home/a/b'],
    });
  });

  it('are not looked for where the folder has its own', async () => {
    const above = disk(['/home/a/marketplace.yaml', '/home/a/b/marketplace.yaml']);
    expect(await above('/home/a/b')).toEqual({ settings: undefined, folders: [] });
  });

  it('may be none, up to the root', async () => {
    expect(await disk([])('/home/a')).toEqual({ settings: undefined, folders: ['/home', '/'] });
  });

  it.skipIf(process.platform === 'win32')('are not those that anybody could have put there', async () => {
    const above = disk(['/shared/marketplace.yaml', '/marketplace.yaml'], { '/shared': 0o1777 });
    expect(await above('/shared/a/b')).toEqual({ settings: undefined, folders: ['/shared/a'] });
  });
});
