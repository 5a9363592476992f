import { describe, expect, it } from 'vitest';
import { parseAccountList, parsePolicy, parseResourceTags } from '#formats';
import { brief } from './places.ts';

describe('a file of accounts', () => {
  it('is read with comments, blank lines and CRLF', () => {
    const text = '# who pulls\r\n123456789012\r\n\r\n  000000000001\t# staging\r\n#210987654321\n';
    expect(parseAccountList(text)).toEqual({ model: { accounts: ['123456789012', '000000000001'] }, problems: [] });
  });

  it.each([
    ['1234', ['1:1 [1234] account-invalid']],
    ['123456789012\n12345678901x # no', ['2:1 [12345678901x] account-invalid']],
    ['123456789012 210987654321', ['1:1 [123456789012 2109876…25] account-invalid']],
    ['arn:aws:iam::123456789012:root', ['1:1 [arn:aws:iam::1234567…30] account-invalid']],
    ['123456789012\r\n123456789012\r\n', ['2:1 [123456789012] duplicate-entry (warning)']],
    ['# nobody\n', ['1:1 [] account-invalid']],
    ['', ['1:1 [] account-invalid']],
  ])('%j has its faults shown', (text, expected) => {
    expect(parseAccountList(text).problems.map(brief(text))).toEqual(expected);
  });

  it('is read as far as any policy could be long', () => {
    const { model, problems } = parseAccountList(`${'123456789012\n'.repeat(3)}${'\n'.repeat(10_000)}210987654321`);
    expect(model.accounts).toEqual(['123456789012']);
    expect(problems.at(-1)).toMatchObject({ rule: 'text-too-large', range: { line: 10_001 } });
  });
});

const rule = {
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 },
  action: { type: 'expire' },
};

describe('a policy file', () => {
  it('is kept as its JSON without blanks', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] }],
    };
    expect(parsePolicy(JSON.stringify(policy, null, 4), 'repository')).toEqual({
      model: { text: JSON.stringify(policy) },
      problems: [],
    });
    expect(parsePolicy(JSON.stringify({ rules: [rule] }, null, 2), 'lifecycle').model).toEqual({
      text: JSON.stringify({ rules: [rule] }),
    });
  });

  it.each([
    ['repository', '{"Statement": [', ['1:15 [[] text-syntax']],
    ['repository', '[]', ['1:1 [[]] policy-invalid']],
    ['repository', '{"statement": []}', ['1:1 [{] policy-invalid']],
    ['repository', '{"Statement": "x"}', ['1:15 ["x"] policy-invalid']],
    ['repository', '{"Statement": [{"Effect": "Deny",\n"Effect": "Allow"}]}', ['2:1 ["Effect"] duplicate-key']],
    ['repository', `{"Statement": [{"Sid": "${'x'.repeat(10_240)}"}]}`, ['1:1 [{] policy-invalid']],
    ['repository', `${'['.repeat(70)}`, ['1:65 [[] text-too-deep']],
    ['lifecycle', '{"rules": []}', ['1:1 [{] policy-invalid']],
    ['lifecycle', '{"rules": {}}', ['1:11 [{}] policy-invalid']],
    ['lifecycle', `{"rules": [${JSON.stringify(rule)}, "${'x'.repeat(31_000)}"]}`, ['1:1 [{] policy-invalid']],
  ] as const)('of the kind %s has its faults shown: %.30s', (kind, text, expected) => {
    const { model, problems } = parsePolicy(text, kind);
    expect(model).toBeUndefined();
    expect(problems.map(brief(text))).toEqual(expected);
  });
});

it('that holds days only is told the setting for that', () => {
  const { problems } = parsePolicy('2', 'lifecycle');
  expect(problems).toMatchObject([{ rule: 'policy-invalid', hint: expect.stringContaining('untaggedDays: 2') }]);
});

describe('a file of resource tags', () => {
  it.each([
    ['[{"Key": "team", "Value": "release"}]'],
    ['[{"key": "team", "value": "release"}]'],
    ['{"team": "release"}'],
  ])('is read from %s', (text) => {
    expect(parseResourceTags(text)).toEqual({ model: { team: 'release' }, problems: [] });
  });

  it.each([
    ['"team"', ['1:1 ["team"] resource-tag-invalid']],
    ['[{"Key": "team"}]', ['1:2 [{"Key": "team"}] resource-tag-invalid']],
    ['[{"Key": "a", "Value": "1", "More": "2"}]', ['1:2 [{"Key": "a", "Value"…39] resource-tag-invalid']],
    ['[{"Key": "a", "Value": 1}]', ['1:2 [{"Key": "a", "Value"…24] resource-tag-invalid']],
    ['{"aws:x": "1"}', ['1:11 ["1"] resource-tag-invalid']],
    ['{"a": "semi;colon"}', ['1:7 ["semi;colon"] resource-tag-invalid']],
    ['[{"Key": "a", "Value": "1"},\n{"Key": "a", "Value": "2"}]', ['2:1 [{"Key": "a", "Value"…26] duplicate-key']],
    [
      `{${Array.from({ length: 51 }, (_, at) => `"k${at}": "v"`).join(',')}}`,
      ['1:1 [{"k0": "v","k1": "v"…552] resource-tag-invalid'],
    ],
  ])('has its faults shown: %.40s', (text, expected) => {
    expect(parseResourceTags(text).problems.map(brief(text))).toEqual(expected);
  });
});
