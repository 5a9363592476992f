import { describe, expect, it } from 'vitest';
import { formatLoadForm } from '#formats';
import { formOrder, fuzzFormatter } from '../../../support/fuzz-forms.ts';

const format = (text: string) => formatLoadForm(text, formOrder);

describe('formatLoadForm', () => {
  it('puts fields in order, each with the comments above it', () => {
    const text = `# file

[1]
# what it is for
Gamma: 3
Alpha: 1
# two lines
# about beta
Beta:
  - x

# alone
Form: AMI version
[[Option: Helm]]
Delta: 4
Alpha: 1
# the end`;
    expect(format(text)).toBe(`# file

[1]
# alone
Form: AMI version
Alpha: 1
# two lines
# about beta
Beta:
  - x

# what it is for
Gamma: 3
[[Option: Helm]]
Alpha: 1
Delta: 4
# the end
`);
  });

  it('asks for the order by kind and option', () => {
    const asked: unknown[] = [];
    formatLoadForm('[a]\nForm: K\n[[Option: O]]\n[b]\nX: y\n', (...of) => {
      asked.push(of);
      return [];
    });
    expect(asked).toEqual(
      expect.arrayContaining([
        ['K', undefined],
        ['K', 'O'],
        [undefined, undefined],
      ]),
    );
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['blanks', '[ a ]\nAlpha :x  \n  Beta:   y\n', '[a]\nAlpha: x\nBeta: y\n'],
    ['the blanks of options', '[a]\n[[ option:Helm ]]  \n', '[a]\n[[Option: Helm]]\n'],
    [
      'indentation',
      '[a]\nAlpha:\n- x\n-  K: a\n   L: b\n   M:\n   - c\n',
      '[a]\nAlpha:\n  - x\n  - K: a\n    L: b\n    M:\n      - c\n',
    ],
    ['tabs', '[a]\nAlpha:\n\t- K: a\n\t\tL: b\n', '[a]\nAlpha:\n  - K: a\n    L: b\n'],
    ['blank lines', '\n\n[a]\n\n\n \nAlpha: x\n\n\n', '[a]\n\nAlpha: x\n'],
    ['blocks', '[a]\nAlpha: """ \n x \n\n\n\ty\n  """  \n', '[a]\nAlpha: """\n x \n\n\n\ty\n"""\n'],
    [
      'line breaks',
      '[a]\r\nBeta: x\r\nAlpha: """\r\ny\r\n"""\nGamma: z',
      '[a]\r\nAlpha: """\r\ny\r\n"""\r\nBeta: x\r\nGamma: z\r\n',
    ],
    ['a byte order mark', '\ufeffBeta: x\nAlpha: y\n', '\ufeffAlpha: y\nBeta: x\n'],
    [
      'fields that the order does not know',
      '[a]\nZ: 0\nGamma: 3\nY: 4\nAlpha: 1\n',
      '[a]\nZ: 0\nAlpha: 1\nGamma: 3\nY: 4\n',
    ],
    ['a field that is there twice', '[a]\nBeta:1\nAlpha: 2\nbeta: 3\n', '[a]\nBeta: 1\nAlpha: 2\nbeta: 3\n'],
    ['nothing', '', ''],
  ])('puts %s right', (_, text, expected) => {
    expect(format(text)).toBe(expected);
    expect(format(expected)).toBe(expected);
  });

  it.each([
    '[a]\nBeta:x\n words \nAlpha: y',
    '[a\nBeta: x\nAlpha: y',
    '[a]\nBeta: """\nx\nAlpha: y',
    '[a]\nBeta: x\n  - y\nAlpha: z',
  ])('leaves alone what is not understood to its last line: %j', (text) => {
    expect(format(text)).toBe(text);
  });

  it('changes no model and loses no comment, and a second time changes nothing: random forms and random text', () => {
    expect(fuzzFormatter(600, 20_240_117)).toBeUndefined();
  });

  it('keeps the order of labels that name one field', () => {
    const order = () => [['Kind'], ['Name', 'Title'], ['Note']];
    const text = '[a]\nForm: K\nNote: 1\nTitle: 2\nName: 3\nKind: 4\n';
    expect(formatLoadForm(text, order)).toBe('[a]\nForm: K\nKind: 4\nTitle: 2\nName: 3\nNote: 1\n');
  });
});
