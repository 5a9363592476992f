import { describe, expect, it } from 'vitest';
import { checkForm } from '#catalog';
import { parseLoadForm } from '#formats';
import type { TextProblem } from '#problem';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com/seller/product';

const version = `[8.4.1]
Form: Container version
Product ID: prod-abcdefghijklm
`;

/** An option that is there, of which the description changes. */
const helm = `[[Option: Helm]]
Delivery option ID: do-1234567891234567891234
Description: Installs into a cluster
`;

function found(text: string): TextProblem[] {
  const { model, problems } = parseLoadForm(text);
  expect(problems).toEqual([]);
  return model.forms.flatMap((form) => checkForm(form)).filter(({ rule }) => rule !== 'form-approval');
}

function shown(text: string): string[] {
  return found(text).map(({ range, severity, message }) => `${range.line} ${severity} ${message}`);
}

describe('a change of an option that is there', () => {
  it('needs its identifier and what changes, and nothing of its version', () => {
    expect(shown(version + helm)).toEqual([]);
    expect(shown(`${version}Release notes: More\n${helm.replace(/Description.*\n/, '')}`)).toEqual([]);
    const addOn = helm.replace('Helm', 'EKS add-on');
    const images = helm.replace('Helm', 'Images').replace('do-1', 'do-2');
    expect(shown(version + images + addOn)).toEqual([]);
  });

  it('an option that is new beside it needs everything, and so does the version', () => {
    const messages = shown(`${version}${helm}[[Option: Images]]\nDescription: Images\n`).join('\n');
    expect(messages).toContain('1 error The form has no Version title.');
    expect(messages).toContain('1 error The form has no Release notes.');
    expect(messages).toContain('7 error The option Images has no Container images.');
    expect(messages).not.toContain('The option Helm has no');
  });

  it('is checked as any other where something is filled in', () => {
    const problems = found(`${version}${helm}Supported services: EKS, Lambda\n`);
    expect(problems.map(({ awsCode }) => awsCode)).toEqual(['INCOMPATIBLE_SERVICES']);
    const [anywhere] = found(
      `${version}${helm}Supported services: EKS-Anywhere\nOverride parameters:\n  - Key: a\n    Default value: b\nKubernetes service account name: web\n`,
    );
    expect(anywhere?.awsCode).toBe('NO_LICENSE_SECRET_KEYS');
  });

  it('tells what cannot change of a public product', () => {
    const change = `${version}Version title: 8.4.1\n${helm}Delivery option title: Helm\nHelm chart: ${registry}/chart:9.1.0\nContainer images:\n  - ${registry}/web:8.4.1\n`;
    const told = (text: string) =>
      found(text).flatMap(({ severity, awsCode, range }) =>
        awsCode === 'FIELD_NOT_ALLOWED_TO_CHANGE' ? [`${range.line} ${severity}`] : [],
      );
    expect(found(change)).toHaveLength(4);
    expect(told(change)).toEqual(['4 info', '8 info', '9 info', '10 info']);
    // With an option that is new the version is new too.
    expect(told(`${change}[[Option: Images]]\nDelivery option title: Images\n`)).toEqual([
      '8 info',
      '9 info',
      '10 info',
    ]);
  });

  it('is named once, and by something', () => {
    const twice = found(version + helm + helm.replace('Helm', 'Images'));
    expect(twice.map(({ awsCode, range }) => [awsCode, range.line])).toEqual([['DUPLICATE_DELIVERY_OPTION_IDS', 8]]);
    const empty = found(version + helm.replace('do-1234567891234567891234', ''));
    expect(empty.map(({ awsCode }) => awsCode)).toContain('EMPTY_DELIVERY_OPTION_IDS');
    // It counts as one that is new.
    expect(empty.map(({ awsCode }) => awsCode)).toContain('MISSING_CONTAINER_IMAGES');
  });
});
