import { expect, it } from 'vitest';
import { parseReference } from '#reference';
import { registryPage } from '../../../src/language/shared/registry-page.ts';

it.each([
  ['redis:7', 'https://hub.docker.com/_/redis/tags?name=7'],
  ['camunda/zeebe', 'https://hub.docker.com/r/camunda/zeebe/tags'],
  ['quay.io/a/b:1', 'https://quay.io/repository/a/b?tab=tags'],
  ['public.ecr.aws/docker/library/redis:7', 'https://gallery.ecr.aws/docker/library/redis'],
  [
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/a/b:1',
    'https://eu-central-1.console.aws.amazon.com/ecr/repositories/private/123456789012/a/b?region=eu-central-1',
  ],
  // Nobody can look at it, its pages are another partition's, or its addresses are not known.
  ['709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/zeebe:1', undefined],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1', undefined],
  ['ghcr.io/a/b:1', undefined],
  ['registry.example/a:1', undefined],
])('%s', (text, page) => {
  const parsed = parseReference(text);
  expect(parsed.ok && registryPage(parsed.reference)).toBe(page);
});
