import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import type { Facts } from '../../../src/language/facts.ts';
import { settingsLanguage as language } from '../../../src/language/settings/settings-language.ts';
import { Random } from '../../support/random.ts';
import { validSettings } from '../../support/settings-files.ts';

const nothing: Facts = { tags: () => undefined, image: () => undefined, repositories: () => undefined };

describe('formatting settings', () => {
  it('changes neither values nor comments, and nothing the second time', () => {
    const random = new Random(5);
    for (let run = 0; run < 25; run++) {
      const lines = JSON.stringify(validSettings(random), undefined, 2).split('\n');
      const text =
        lines.map((line) => line + random.pick(['', '', ' ', '\t ', '   # c  '])).join('\n') +
        random.pick(['', '\n', '\n\n ']);
      const formatted = language.format(text);
      const strip = (model: unknown) =>
        JSON.stringify(model, (key, value) => (/^(range|places|caRange|keyRange)$/.test(key) ? 0 : value));
      expect(strip(parseSettings(formatted).model)).toBe(strip(parseSettings(text).model));
      expect(formatted.match(/# c/g)?.length).toBe(text.match(/# c/g)?.length);
      expect(language.format(formatted)).toBe(formatted);
      expect(formatted).not.toMatch(/[ \t]$/m);
    }
  });
});

describe('any text', () => {
  it('may be deep, long or empty', () => {
    for (const text of [
      '',
      '\n',
      '['.repeat(10_000),
      `${'a:\n'.repeat(5000)}`,
      '- '.repeat(5000),
      `a: ${'x'.repeat(300_000)}`,
    ]) {
      const formatted = language.format(text);
      expect(language.format(formatted)).toBe(formatted);
      language.symbols(text);
      language.folds(text);
      language.hover(text, text.length, nothing);
      language.complete(text, text.length, nothing);
    }
  });
});
