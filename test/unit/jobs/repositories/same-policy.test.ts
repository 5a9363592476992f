import { describe, expect, it } from 'vitest';
import { mayBeSameKey } from '../../../../src/jobs/repositories/kms-key.ts';
import { samePolicy } from '../../../../src/jobs/repositories/same-policy.ts';

describe('policies mean the same', () => {
  it.each([
    ['{"a":1,"b":[1,2]}', '{ "b" : [ 2, 1 ],\n "a" : 1 }'],
    ['{"Action":"ecr:BatchGetImage"}', '{"Action":["ecr:BatchGetImage"]}'],
    ['{"Statement":{"Effect":"Allow"}}', '{"Statement":[{"Effect":"Allow"}]}'],
    ['{"Principal":{"AWS":"123456789012"}}', '{"Principal":{"AWS":["arn:aws-cn:iam::123456789012:root"]}}'],
    ['{"Condition":{"Bool":{"aws:SecureTransport":true}}}', '{"Condition":{"Bool":{"aws:SecureTransport":"true"}}}'],
    ['{"Statement":[{"Sid":"a"},{"Sid":"b"}]}', '{"Statement":[{"Sid":"b"},{"Sid":"a"}]}'],
    ['{"Action":["a","b","a"]}', '{"Action":["b","a"]}'],
  ])('%s and %s', (one, other) => {
    expect(samePolicy(one, other)).toBe(true);
    expect(samePolicy(other, one)).toBe(true);
  });

  it.each([
    ['{"Action":["a","b"]}', '{"Action":["a"]}'],
    ['{"Effect":"Allow"}', '{"Effect":"Deny"}'],
    ['{"Principal":{"AWS":"123456789012"}}', '{"Principal":{"AWS":"arn:aws:iam::123456789012:role/x"}}'],
    ['{"a":["[1,2]"]}', '{"a":[[1,2]]}'],
    ['{"a":"{}"}', '{"a":{}}'],
    ['{"rules":[{"countNumber":2}]}', '{"rules":[{"countNumber":3}]}'],
    ['{}', 'no JSON'],
  ])('but not %s and %s', (one, other) => {
    expect(samePolicy(one, other)).toBe(false);
    expect(samePolicy(other, one)).toBe(false);
  });
});

describe('keys', () => {
  const arn = 'arn:aws:kms:us-east-1:111122223333:key/942c9221-7d2c-493b-bc34-7cf2c0378e46';
  it.each([
    [arn, '942c9221-7d2c-493b-bc34-7cf2c0378e46', true],
    [arn, arn.replace('942', '943'), false],
    [arn, 'alias/ecr', true],
    ['arn:aws:kms:us-east-1:111122223333:alias/ecr', 'alias/ecr', true],
    ['alias/ecr', 'alias/other', false],
  ])('%s may be %s: %s', (one, other, expected) => {
    expect(mayBeSameKey(one, other)).toBe(expected);
    expect(mayBeSameKey(other, one)).toBe(expected);
  });
});
