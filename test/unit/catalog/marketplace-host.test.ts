import { describe, expect, it } from 'vitest';
import { checkForm } from '#catalog';
import { parseLoadForm } from '#formats';

const host = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const hex = 'a'.repeat(64);

/** What is said of the chart and of the image. */
function found(chart: string, image: string): string[] {
  const text = `[a]\nForm: Container version\n[[Option: Helm]]\nHelm chart: ${chart}\nContainer images:\n  - ${image}\n`;
  const [form] = parseLoadForm(text).model.forms;
  if (!form) throw new Error('No form');
  return checkForm(form)
    .filter(({ range }) => range.line === 4 || range.line === 6)
    .map(({ severity, awsCode }) => `${severity} ${awsCode}`);
}

describe('charts and images', () => {
  it("lie in AWS Marketplace's registry by its one name", () => {
    expect(found(`${host}/s/c:1.0.0`, `${host}/s/w:1.0.0`)).toEqual([]);
  });

  it.each([
    '709825985650.dkr.ecr.eu-west-1.amazonaws.com',
    '709825985650.dkr.ecr-fips.us-east-1.amazonaws.com',
    '709825985650.dkr-ecr.us-east-1.on.aws',
    host.toUpperCase(),
    `${host}.cn`.replace('us-east-1', 'cn-north-1'),
  ])('are refused at %s', (other) => {
    expect(found(`${other}/s/c:1.0.0`, `${other}/s/w:1.0.0`)).toEqual([
      'error INVALID_HELM_CHART_URI',
      'error INVALID_CONTAINER_IMAGE_URI',
    ]);
  });

  it('are another repository anywhere else', () => {
    expect(found('123456789012.dkr.ecr.us-east-1.amazonaws.com/c:1.0.0', 'docker.io/s/w:1.0.0')).toEqual([
      'error INVALID_HELM_CHART_URI',
      'error INVALID_CONTAINER_IMAGE_REPOSITORY',
    ]);
  });

  it('have a tag, and no digest beside it', () => {
    expect(found(`${host}/s/c:1.0.0@sha256:${hex}`, `${host}/s/w:1.0.0@sha256:${hex}`)).toEqual([
      'warning INVALID_HELM_CHART_URI',
      'warning INVALID_CONTAINER_IMAGE_URI',
    ]);
  });
});
