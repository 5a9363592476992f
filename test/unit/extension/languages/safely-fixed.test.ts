import { describe, expect, it } from 'vitest';
import { languageById } from '#language';
import { safelyFixed } from '../../../../src/extension/languages/safely-fixed.ts';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';

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

  it.each(['release-file', 'image-list', 'load-form', 'settings'] as const)('leaves a %s as it is', (id) => {
    const texts = ['', '{', 'version: 1\n', '[a]\n', 'zeebe:latest docker.io/camunda/zeebe:latest\n'];
    for (const text of texts) expect(safelyFixed(languageById(id), text, noFacts)).toBe(text);
  });
});
