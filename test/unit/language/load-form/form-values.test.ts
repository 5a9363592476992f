import { expect, it } from 'vitest';
import { formValueAt, formValues } from '#language';

const helm = '[a]\nForm: Container version\n[[Option: Helm]]\n';
const copied = (field: string) => formValueAt(`${helm}${field}`, 4)?.text;

it('copies whole items of several fields, set apart by blank lines', () => {
  const parameters = 'Override parameters:\n  - Key: a.b\n    Default value: $X\n  - Key: c\n    Default value: d: e\n';
  expect(copied(parameters)).toBe('Key: a.b\nDefault value: $X\n\nKey: c\nDefault value: d: e');
});

it('copies what items have in lists, in texts of several lines, and nothing where nothing is', () => {
  const text = `[a]
Form: AMI version
Security group recommendations:
  - Protocol: tcp
    From port: 443
    IP ranges:
      - 10.0.0.0/8
      - 10.1.0.0/16
    Note:
    Long: """
one
two
"""
  - Protocol: udp
    Inner:
      - A: 1
        B: 2
      - A: 3
`;
  expect(formValueAt(text, 3)?.text).toBe(
    'Protocol: tcp\nFrom port: 443\nIP ranges: 10.0.0.0/8, 10.1.0.0/16\nNote:\nLong:\none\ntwo\n\nProtocol: udp\nInner:\nA: 1\nB: 2\n\nA: 3',
  );
});

it('copies dimensions', () => {
  const text =
    '[a]\nForm: Container product\nDimensions:\n  - API name: users\n    Name: Users\n  - API name: hosts\n    Name: Hosts\n';
  expect(formValues(text).map((value) => value.text)).toEqual([
    'API name: users\nName: Users\n\nAPI name: hosts\nName: Hosts',
  ]);
});

it.each([
  ['items that are texts one a line', 'Supported services:\n  - EKS\n  - EKS-Anywhere\n', 'EKS\nEKS-Anywhere'],
  ['a text that only looks like a field', 'Highlights:\n  - Fast:  in minutes\n', 'Fast:  in minutes'],
  ['a text between quotes as it stands', 'Description: """\na\n\n  b\n"""\n', 'a\n\n  b'],
  ['items of one field one a line', 'Override parameters:\n  - Key: a\n  - Key: b\n', 'Key: a\nKey: b'],
])('copies %s', (_, field, expected) => {
  expect(copied(field)).toBe(expected);
});
