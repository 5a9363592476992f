import { describe, expect, it } from 'vitest';
import { parseImageList } from '#formats';
import { languageById } from '#language';
import { safelyFixed } from '../../../../src/extension/languages/safely-fixed.ts';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';
import { Random } from '../../../support/random.ts';

describe('what is fixed on save', () => {
  it('are lines that repeat others, all at once', () => {
    const text = 'a:1\nb:1\na:1\na:1\nb:1\n';
    expect(safelyFixed(languageById('image-list'), text, noFacts)).toBe('a:1\nb:1\n');
  });

  it('keeps a line that repeats another and says something else', () => {
    const text = 'a:1\na:1 # the second one\n';
    expect(safelyFixed(languageById('image-list'), text, noFacts)).toBe(text);
  });

  it('are characters that AWS refuses', () => {
    const text = '[a]\nForm: Container version\nRelease notes: a — b “c”\n';
    const fixed = safelyFixed(languageById('load-form'), text, noFacts);
    expect(fixed).toBe('[a]\nForm: Container version\nRelease notes: a - b "c"\n');
  });

  it('leaves every image of a list once, with the comments and in their order: random lists', () => {
    const random = new Random(28);
    const lines = [
      'a:1',
      'b:1',
      ' a:1',
      'b:1\t',
      'a:1 # x',
      '# a:1',
      '',
      'c:1 r.io/c:1',
      'c:1  r.io/c:1',
      'c:1 r.io/d:1',
    ];
    for (let run = 0; run < 300; run++) {
      const text = Array.from({ length: random.below(12) }, () => random.pick(lines)).join(random.pick(['\n', '\r\n']));
      const fixed = safelyFixed(languageById('image-list'), text, noFacts);
      const images = (written: string) =>
        new Set(parseImageList(written).model.entries.map(({ dest, source }) => `${dest.text} ${source?.text}`));
      const comments = (written: string) => written.match(/#.*/g);
      expect([...images(fixed)], JSON.stringify(text)).toEqual([...images(text)]);
      expect(comments(fixed), JSON.stringify(text)).toEqual(comments(text));
      const again = languageById('image-list').safeEdits(fixed, noFacts);
      expect(again, JSON.stringify(text)).toEqual([]);
    }
  });

  it('are words that stand where the settings expect a text', () => {
    const text = 'version: 1\ntarget:\n  registry: r.example\n  prefix: 12\n  account: 012345678901\n';
    const fixed = safelyFixed(languageById('settings'), text, noFacts);
    expect(fixed).toBe(text.replace('012345678901', '"012345678901"').replace(' 12\n', ' "12"\n'));
  });

  it.each(['release-file', 'image-list', 'load-form', 'settings'] as const)('leaves a %s as it is', (id) => {
    const texts = ['', '{', 'version: 1\n', '[a]\n', 'zeebe:latest docker.io/camunda/zeebe:latest\n'];
    for (const text of texts) expect(safelyFixed(languageById(id), text, noFacts)).toBe(text);
  });
});
