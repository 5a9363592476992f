import { describe, expect, it } from 'vitest';
import { checkForms } from '#catalog';
import { parseLoadForm } from '#formats';
import type { TextProblem } from '#problem';

function found(text: string): TextProblem[] {
  const { model, problems } = parseLoadForm(text);
  expect(problems).toEqual([]);
  return checkForms(model.forms);
}

let forms = 0;

/** A form of a version; `more` stands below its title. Each has a name of its own. */
function version(product: string, title: string, kind = 'Container version', more = ''): string {
  forms += 1;
  return `[form ${forms}]\nForm: ${kind}\nProduct ID: ${product}\nVersion title: ${title}\n${more}`;
}

describe('the forms of a file', () => {
  const duplicates = (text: string) => found(text).filter(({ awsCode }) => awsCode === 'DUPLICATE_VERSION_TITLE');

  it('have no title of a version twice for one product', () => {
    expect(duplicates(version('prod-a', '8.4.1') + version('prod-a', '8.4.1'))).toMatchObject([
      { rule: 'form-value-duplicate', severity: 'error', range: { line: 8, column: 16 } },
    ]);
    expect(duplicates(version('prod-a', '41', 'AMI version') + version('prod-a', '41', 'AMI version'))).toHaveLength(1);
  });

  it('may have it for two products, and beside another title', () => {
    expect(duplicates(version('prod-a', '8.4.1') + version('prod-b', '8.4.1') + version('prod-a', '8.4.2'))).toEqual(
      [],
    );
    expect(duplicates('[a]\nForm: Container version\n[b]\nForm: Container version\n')).toEqual([]);
  });

  it('may change a version that another adds', () => {
    const change = '[[Option: Helm]]\nDelivery option ID: do-1\nDescription: x\n';
    const both = version('prod-a', '8.4.1') + version('prod-a', '8.4.1', 'Container version', change);
    expect(duplicates(both)).toEqual([]);
  });
});

describe('override parameters', () => {
  /** What is said of the key and the value of one. */
  function said(key: string, value: string): string[] {
    const text = `[a]\nForm: Container version\n[[Option: Helm]]\nOverride parameters:\n  - Key: ${key}\n    Default value: ${value}\n`;
    return found(text)
      .filter(({ range }) => range.line > 4)
      .map(({ severity, hint, awsCode }) => `${severity} ${awsCode} ${hint}`);
  }

  it.each([
    [`\${AWSMP_SERVICE_ACOUNT}`, `warning NO_SERVICE_ACCOUNT_CONFIGURATION Is \${AWSMP_SERVICE_ACCOUNT} meant?`],
    [`\${awsmp_service_account}`, `warning NO_SERVICE_ACCOUNT_CONFIGURATION Is \${AWSMP_SERVICE_ACCOUNT} meant?`],
    [`\${AWSMP_LICENCE_SECRET}`, `warning NO_LICENSE_SECRET_KEYS Is \${AWSMP_LICENSE_SECRET} meant?`],
    [`\${FOO}`, `warning undefined It fills in \${AWSMP_SERVICE_ACCOUNT} and \${AWSMP_LICENSE_SECRET}.`],
  ])('%s is filled in by nobody', (value, words) => {
    expect(said('a.b', value)).toEqual([words]);
  });

  it.each([`\${AWSMP_SERVICE_ACCOUNT}`, `\${AWSMP_LICENSE_SECRET}`, '$5', 'plain'])('%s is a value', (value) => {
    expect(said('a.b', value)).toEqual([]);
  });

  it.each(['.', '-', 'a..b', '.a', 'a.'])('%s is no key', (key) => {
    expect(said(key, 'x')).toEqual([
      expect.stringContaining('warning OVERRIDE_PARAMETER_KEYS_CONTAINS_SPECIAL_CHARS Name a value'),
    ]);
  });

  it.each(['a', 'a.b-c', 'a[0].b', String.raw`node.example\.com`, String.raw`a\..b`])('%s is a key', (key) => {
    expect(said(key, 'x')).toEqual([]);
  });
});

describe('a logo', () => {
  const said = (name: string) =>
    found(`[a]\nForm: AMI product\nProduct ID: prod-a\nProduct logo image URL: https://a.s3.amazonaws.com/${name}\n`)
      .filter(({ range }) => range.line === 4)
      .map(({ severity, awsCode, message }) => `${severity} ${awsCode} ${message}`);

  it('is a PNG, JPEG or GIF by its ending, where it has one', () => {
    expect(said('logo.svg')).toEqual(['warning INVALID_MEDIA AWS Marketplace takes no SVG as a logo.']);
    expect(said('a.b/logo.WEBP?v=1')).toHaveLength(1);
    for (const name of ['logo.png', 'LOGO.JPEG', 'a.jpg?v=1.svg', 'logo.gif', 'v1.2/logo', 'logo'])
      expect(said(name)).toEqual([]);
  });
});
