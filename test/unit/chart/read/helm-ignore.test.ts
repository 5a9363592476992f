import { expect, it } from 'vitest';
import { helmIgnore } from '#chart';

const leaves = (text: string | undefined, path: string, isFolder = false) => helmIgnore(text)(path, isFolder);

// The table of helm v3 internal/ignore/rules_test.go, and what its code says besides.
it.each<[rules: string, path: string, expected: boolean, isFolder?: boolean]>([
  ['helm.txt', 'helm.txt', true],
  ['helm.*', 'helm.txt', true],
  ['helm.*', 'rudder.txt', false],
  ['*.txt', 'tiller.txt', true],
  ['*.txt', 'cargo/a.txt', true],
  ['cargo/*.txt', 'cargo/a.txt', true],
  ['cargo/*.txt', 'mast/a.txt', false],
  ['ru[c-e]?er.txt', 'rudder.txt', true],
  ['templates/.?*', 'templates/.dotfile', true],
  ['cargo/', 'cargo', true, true],
  ['cargo/', 'cargo/', false],
  ['cargo/', 'mast/', false],
  ['helm.txt/', 'helm.txt', false],
  ['!helm.txt', 'helm.txt', false],
  ['!helm.txt', 'tiller.txt', true],
  ['!*.txt', 'cargo', true, true],
  ['!cargo/', 'mast', true, true],
  ['!cargo/', 'cargo/a.txt', true],
  ['/a.txt', 'a.txt', true],
  ['/a.txt', 'cargo/a.txt', false],
  ['/cargo/a.txt', 'cargo/a.txt', true],
  ['mast/', 'mast', true, true],
  ['mast/*', 'mast/a.txt', true],
  ['mast/*', 'mast/b/a.txt', false],
  ['# helm.txt', 'helm.txt', false],
  ['  helm.txt\t\r', 'helm.txt', true],
  ['\uFEFFhelm.txt', 'helm.txt', true],
  ['\\#a', '#a', true],
  ['a[^b-d]e', 'ace', false],
  ['a[^b-d]e', 'aze', true],
  ['a[\\]]e', 'a]e', true],
  ['*a*b', 'aabcb', true],
  ['*a*b', 'aabc', false],
  ['?', 'é', true],
  [`${'*a'.repeat(60)}b`, 'a'.repeat(255), false],
])('the rule %j for %s: %s', (rules, path, expected, isFolder) => {
  expect(leaves(rules, path, isFolder)).toBe(expected);
});

it('hidden files among the templates are left out without a word, other hidden files are not', () => {
  expect(leaves(undefined, 'templates/.swp')).toBe(true);
  expect(leaves('', 'templates/x/.swp')).toBe(false);
  expect(leaves(undefined, '.helmignore')).toBe(false);
});

it.each(['a\n\n**/b', 'a\n\n[', 'a\n\n[]', 'a\n\n[a-]', 'a\n\n[-a]', 'a\n\nb\\', 'a\n\n[z'])(
  '%j is refused with its line, as by Helm',
  (rules) => {
    expect(() => helmIgnore(rules)).toThrow(
      expect.objectContaining({ code: 'chart-malformed', message: expect.stringContaining('.helmignore:3') }),
    );
  },
);
