import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type LanguageId, languageById } from '#language';
import { safelyFixed } from '../../../../src/extension/languages/safely-fixed.ts';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';

const counts = { forms: 0, lists: 0 };

vi.mock('#formats', async (original) => {
  const room = await original<typeof import('#formats')>();
  return {
    ...room,
    parseLoadForm: (text: string) => {
      counts.forms += 1;
      return room.parseLoadForm(text);
    },
    parseImageList: (text: string) => {
      counts.lists += 1;
      return room.parseImageList(text);
    },
  };
});

beforeEach(() => Object.assign(counts, { forms: 0, lists: 0 }));

/** The text after the fixes on save, and how often it was asked for them. */
function fixedIn(id: LanguageId, text: string) {
  const language = languageById(id);
  let rounds = 0;
  const safeEdits: typeof language.safeEdits = (...of) => {
    rounds += 1;
    return language.safeEdits(...of);
  };
  const asked = () => {
    throw new Error('The fixes of single problems are not asked for.');
  };
  return { after: safelyFixed({ ...language, safeEdits, fixes: asked }, text, noFacts), rounds: () => rounds };
}

describe('what is fixed on save', () => {
  it('is found by one reading of an image list, however many of its lines are repeated', () => {
    const once = Array.from({ length: 500 }, (_, at) => `a/b${at}:1\n`).join('');
    const { after, rounds } = fixedIn('image-list', once + once);
    expect(after).toBe(once);
    expect([rounds(), counts.lists]).toEqual([2, 2]);
  });

  it('is found by one reading of load forms, and one look at each approval', () => {
    const form = (at: number) =>
      `[${at}]\nForm: Container version\nRelease notes: """\n${'a – b\n'.repeat(20)}"""\nApproval: x #0123456789abcdef\n[[Option: Helm]]\nContainer images: @x_images.txt\n`;
    const text = Array.from({ length: 10 }, (_, at) => form(at)).join('');
    let looks = 0;
    const lists = new Map();
    lists.get = () => {
      looks += 1;
      return { targets: ['r.example/a:1'] };
    };
    const after = safelyFixed(languageById('load-form'), text, { ...noFacts, forms: { lists } });
    expect(after).toBe(text.replaceAll('–', '-'));
    expect(counts.forms).toBe(2);
    // Two rounds, ten forms; the list is looked up by the checks and for the approval.
    expect(looks).toBeLessThanOrEqual(2 * 10 * 6);
  });
});
