import { expect, it } from 'vitest';
import { defaultFiles } from '#formats';
import { languageOf } from '#language';

it.each([
  ['marketplace.yaml', 'settings'],
  ['x/marketplace.yaml', 'settings'],
  ['x/3.3.11_release.json', 'release-file'],
  ['release.json', 'release-file'],
  ['x/byo_images.txt', 'image-list'],
  ['x/package.json', undefined],
  ['x/notes.txt', undefined],
])('%s is of the language %s', (file, language) => {
  expect(languageOf(file)).toBe(language);
});

it('goes by the patterns of the settings', () => {
  const patterns = { ...defaultFiles, images: 'lists/*.lst' };
  expect(languageOf('lists/a.lst', patterns)).toBe('image-list');
  expect(languageOf('images.txt', patterns)).toBeUndefined();
});
