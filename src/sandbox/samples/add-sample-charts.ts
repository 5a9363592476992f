import { sampleCharts } from '../helm/sample-charts.ts';
import type { Descriptor, SampleContents } from './sample-contents.ts';

interface PlacedChart {
  readonly name: string;
  readonly version: string;
  /** ISO 8601 */
  readonly created: string;
  readonly manifest: Descriptor;
}

/**
 * The sample charts as `helm push` puts them into a registry.
 * Source: Helm documentation, "Use OCI-based registries" (the media types); the config is Chart.yaml as JSON.
 */
export async function addSampleCharts(contents: SampleContents): Promise<readonly PlacedChart[]> {
  const charts = await sampleCharts();
  return charts.map(({ name, version, created, metadata, bytes }) => {
    const config = contents.addJson('application/vnd.cncf.helm.config.v1+json', metadata);
    const layer = contents.addBlob('application/vnd.cncf.helm.chart.content.v1.tar+gzip', bytes);
    const manifest = contents.addManifest('application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: [layer],
      annotations: {
        'org.opencontainers.image.created': created,
        'org.opencontainers.image.title': name,
        'org.opencontainers.image.version': version,
      },
    });
    return { name, version, created, manifest };
  });
}
