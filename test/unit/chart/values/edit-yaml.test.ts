import { describe, expect, test } from 'vitest';
import { editYaml, type YamlEdit } from '#chart';

function edited(text: string, ...edits: YamlEdit[]): string {
  const result = editYaml(text, edits);
  expect(result.problems).toEqual([]);
  expect(editYaml(result.text, edits)).toEqual({ text: result.text, problems: [] });
  return result.text;
}

describe('editing values in a YAML text', () => {
  test('new keys stand at the end of their mapping; the comment of the next key stays with it', () => {
    const text = 'image:\n  repository: nginx # web\n  tag: ""\n\n# How it is reached.\nservice: {}\n';
    expect(
      edited(text, { path: ['image'], value: { tag: '1.2', digest: 'x' } }, { path: ['service', 'port'], value: 80 }),
    ).toBe(
      'image:\n  repository: nginx # web\n  tag: "1.2"\n  digest: x\n\n# How it is reached.\nservice:\n  port: 80\n',
    );
  });

  test('the indentation and the lists of the file, and comments of what is new', () => {
    const text = 'a:\n    b:\n    - 1\n';
    expect(
      edited(
        text,
        { path: ['ours'], value: { x: { v: ['on', { k: 1, l: [] }] } }, comment: ['Ours', '', 'and only ours.'] },
        { path: ['ours', 'z'], value: 'two\nlines\n', comment: ['Text'] },
        { path: ['ours', 'zz'], value: 'one line\n' },
      ),
    ).toBe(
      `${text}\n# Ours\n#\n# and only ours.\nours:\n    x:\n        v:\n        - "on"\n        - k: 1\n          l: []\n    # Text\n    z: |\n        two\n        lines\n    zz: |\n        one line\n`,
    );
  });

  test.each([
    ['plain', 'a: x # c\n', 'v', 'a: v # c\n'],
    ['single', "a: 'x' # c\n", "it's", "a: 'it''s' # c\n"],
    ['double', 'a: "x"\n', 'y', 'a: "y"\n'],
    ['a truth value of YAML 1.1', 'a: x\n', 'yes', 'a: "yes"\n'],
    ['a number', 'a: x\n', '1.10', 'a: "1.10"\n'],
    ['a version is none', 'a: x\n', '8.3.4-1', 'a: 8.3.4-1\n'],
    ['a time of YAML 1.1', 'a: x\n', '12:30:00', 'a: "12:30:00"\n'],
    ['an octal number', 'a: 1\n', '0644', 'a: "0644"\n'],
    ['null', 'a: # c\n', null, undefined],
    ['nothing before', 'a: # c\n', 'x', 'a: x # c\n'],
    ['a tag goes', 'a: !!str 8\n', 9, 'a: 9\n'],
    ['a mapping', 'a:\n  # c\n  b: 1\n  c: 2\n  # d\ne: 1\n', 'x', 'a: x\n  # d\ne: 1\n'],
    ['a list', 'a: [1,\n  2] # c\nb: 1\n', ['x'], 'a: # c\n  - x\nb: 1\n'],
    ['folded text', 'a: >-\n  b\n  c\n\n# d\ne: 1\n', 'x', 'a: x\n\n# d\ne: 1\n'],
  ])('%s', (_, text, value, expected) => {
    expect(edited(text, { path: ['a'], value })).toBe(expected ?? text);
  });

  test('yes without quotes is true to Helm, so the text yes is another value', () => {
    expect(edited('a: yes\n', { path: ['a'], value: true })).toBe('a: yes\n');
    expect(edited('a: yes\n', { path: ['a'], value: 'yes' })).toBe('a: "yes"\n');
    expect(edited('a: 0777\n', { path: ['a'], value: 511 })).toBe('a: 0777\n');
    expect(edited('a: -0x1F\n', { path: ['a'], value: -31 })).toBe('a: -0x1F\n');
    expect(edited('on: 1\n"on": 2\n', { path: ['on'], value: 3 })).toBe('on: 1\n"on": 3\n');
    expect(edited('on: 1\n', { path: ['true'], value: 2 })).toBe('on: 2\n');
  });

  test('anchors: aliases keep what they stood for, and one that is changed is changed alone', () => {
    const text = 'a: &x\n  k: 1\nb: *x\nc:\n  <<: *x\n  z: 1\n';
    expect(edited(text, { path: ['a', 'k'], value: 2 })).toBe('a: &x\n  k: 2\nb: {k: 1}\nc:\n  <<: {k: 1}\n  z: 1\n');
    expect(edited(text, { path: ['b', 'k'], value: 2 })).toBe('a: &x\n  k: 1\nb:\n  k: 2\nc:\n  <<: *x\n  z: 1\n');
    expect(edited(text, { path: ['c', 'k'], value: 2 })).toBe(`${text.trimEnd()}\n  k: 2\n`);
    expect(edited('a: &x old\nb: *x\n', { path: ['a'], value: 'new' }, { path: ['b'], value: 'new' })).toBe(
      'a: &x new\nb: *x\n',
    );
  });

  test('brackets, and JSON, stay what they are', () => {
    expect(edited('a: {b: , c, d: 1,}\n', { path: ['a'], value: { b: 1, c: '2', e: ['x'] } })).toBe(
      'a: {b: 1 , c: "2", d: 1, e: [x],}\n',
    );
    expect(
      edited(
        '{\n  "a": 1,\n  "b": {"c": "d"}\n}\n',
        { path: ['b', 'c'], value: 'x' },
        { path: ['z'], value: { k: 'v' } },
      ),
    ).toBe('{\n  "a": 1,\n  "b": {"c": "x"},\n  "z": {"k": "v"}\n}\n');
  });

  test('a position in a list', () => {
    expect(
      edited(
        'a:\n  - x: 1 # c\n    y: 2\n  - z\n',
        { path: ['a', 0, 'x'], value: 3 },
        { path: ['a', 1], value: { q: 1 } },
      ),
    ).toBe('a:\n  - x: 3 # c\n    y: 2\n  - q: 1\n');
    expect(editYaml('a: [1]\n', [{ path: ['a', 1], value: 2 }])).toMatchObject({
      text: 'a: [1]\n',
      problems: [{ rule: 'values-not-editable' }],
    });
  });

  test('empty texts, byte order marks, ends of lines, no last break, the end of a document', () => {
    const wish = { path: ['a', 'b'], value: 1 };
    expect(edited('', wish)).toBe('a:\n  b: 1\n');
    expect(edited('# none\n', wish)).toBe('# none\na:\n  b: 1\n');
    expect(edited('\uFEFFx: 1\r\n', wish)).toBe('\uFEFFx: 1\r\na:\r\n  b: 1\r\n');
    expect(edited('x: 1', wish)).toBe('x: 1\na:\n  b: 1');
    expect(edited('---\nx: 1\n...\n', wish)).toBe('---\nx: 1\na:\n  b: 1\n...\n');
    expect(edited('x: |+\n  t\n\n', wish)).toBe('x: |+\n  t\n\na:\n  b: 1\n');
  });

  test('what cannot be read, or is no mapping, stays as it is', () => {
    for (const text of ['a: [', '- 1\n', 'text\n', 'a: 1\n---\nb: 1\n', `${'['.repeat(200)}`]) {
      const result = editYaml(text, [{ path: ['a'], value: 1 }]);
      expect(result.text).toBe(text);
      expect(result.problems).not.toEqual([]);
    }
  });

  test('aliases that multiply are refused', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]`);
    const { problems } = editYaml(`l0: &l0 x\n${levels.join('\n')}\n`, [{ path: ['a'], value: 1 }]);
    expect(problems).toMatchObject([{ rule: 'text-too-large' }]);
  });

  test('a key that is called as what every object has', () => {
    expect(edited('a: 1\n', { path: ['__proto__', 'constructor'], value: 'x' })).toBe(
      'a: 1\n__proto__:\n  constructor: x\n',
    );
  });
});
