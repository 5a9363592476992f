import { expect, it } from 'vitest';
import type { ChartMetadata } from '#chart';
import { chartArtifact } from '../../../src/chart/chart-artifact.ts';

const metadata: ChartMetadata = {
  apiVersion: 'v2',
  name: 'web',
  version: '1.2.3',
  appVersion: '4.5',
  type: 'application',
  deprecated: false,
  annotations: { zone: 'a', 'org.opencontainers.image.title': 'not this', category: 'Tools' },
  dependencies: [
    { name: 'redis', version: '18.x', repository: '', condition: 'redis.enabled', tags: [], importValues: [] },
  ],
};
const chartYaml = `# a chart
apiVersion: v2
name: web
description: Serves
home: https://example.com
sources: [https://example.com/git]
keywords: [a, b]
maintainers:
  - { name: Ann, email: ann@example.com }
  - { name: Bob }
`;
const archive = { digest: `sha256:${'a'.repeat(64)}`, size: 1234 };
const text = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

it("is what Helm's own push writes, but for the time", () => {
  const { config, manifest } = chartArtifact(metadata, chartYaml, archive);
  expect(text(config.bytes)).toEqual({
    name: 'web',
    home: 'https://example.com',
    sources: ['https://example.com/git'],
    version: '1.2.3',
    description: 'Serves',
    keywords: ['a', 'b'],
    maintainers: [{ name: 'Ann', email: 'ann@example.com' }, { name: 'Bob' }],
    apiVersion: 'v2',
    appVersion: '4.5',
    annotations: { category: 'Tools', 'org.opencontainers.image.title': 'not this', zone: 'a' },
    dependencies: [{ name: 'redis', version: '18.x', repository: '', condition: 'redis.enabled' }],
    type: 'application',
  });
  expect(text(manifest.bytes)).toEqual({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.cncf.helm.config.v1+json',
      digest: config.digest,
      size: config.bytes.length,
    },
    layers: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', ...archive }],
    annotations: {
      category: 'Tools',
      'org.opencontainers.image.authors': 'Ann (ann@example.com), Bob',
      'org.opencontainers.image.description': 'Serves',
      'org.opencontainers.image.source': 'https://example.com/git',
      'org.opencontainers.image.title': 'web',
      'org.opencontainers.image.url': 'https://example.com',
      'org.opencontainers.image.version': '1.2.3',
      zone: 'a',
    },
  });
});

it('has the same bytes whatever order annotations come in, and reads a description that is no text as none', () => {
  const { manifest } = chartArtifact(metadata, chartYaml, archive);
  const turned = { ...metadata, annotations: Object.fromEntries(Object.entries(metadata.annotations).reverse()) };
  expect(chartArtifact(turned, chartYaml, archive).manifest.digest).toBe(manifest.digest);
  const odd = chartArtifact(metadata, 'description: [1]\nmaintainers: no\nhome: 3\n', archive);
  expect(text(odd.config.bytes)).not.toHaveProperty('description');
  expect(text(odd.config.bytes)).not.toHaveProperty('maintainers');
});
