import { sampleLayer } from '../samples/sample-layer.ts';
import { sha256 } from '../store/sha256.ts';

/** A version of the sample chart, as it was added to its repository. */
interface ChartRelease {
  readonly version: string;
  readonly appVersion: string;
  /** ISO 8601 */
  readonly created: string;
  readonly deprecated?: true;
}

/** A chart's archive with what an index says of it. */
export interface PackedChart extends ChartRelease {
  readonly bytes: Uint8Array;
  /** Of the archive: SHA-256 in hex digits alone, as Helm writes it. */
  readonly digest: string;
}

export const chartName = 'camunda-platform';

/** The newest last: a fix of the chart, one that was withdrawn, and the next minor version before it is out. */
const releases: readonly ChartRelease[] = [
  { version: '8.3.4', appVersion: '8.3.4', created: '2024-01-09T12:00:00Z' },
  { version: '8.3.5', appVersion: '8.3.4', created: '2024-01-17T08:20:00Z' },
  { version: '8.3.6', appVersion: '8.3.4', created: '2024-01-18T09:45:00Z', deprecated: true },
  { version: '8.4.0-alpha1', appVersion: '8.3.4', created: '2024-01-19T15:10:00Z' },
];

/** Packs the sample chart in all its versions. */
export function sampleCharts(): Promise<readonly PackedChart[]> {
  return Promise.all(
    releases.map(async (release) => {
      const files = Object.entries(chartFiles(release));
      const { bytes } = await sampleLayer(
        'helm package',
        files.map(([file, content]) => ({ path: `${chartName}/${file}`, content })),
      );
      return { ...release, bytes, digest: sha256(bytes).replace('sha256:', '') };
    }),
  );
}

/** What a chart consists of: Helm documentation, "Charts" (the chart file structure, the Chart.yaml file). */
function chartFiles({ version, appVersion, deprecated }: ChartRelease): Readonly<Record<string, string>> {
  return {
    'Chart.yaml': `apiVersion: v2
name: ${chartName}
description: A small part of Camunda 8, to try releases with
type: application
version: ${version}
appVersion: ${appVersion}
${deprecated ? 'deprecated: true\n' : ''}`,
    'values.yaml': `# Where the images come from.
components:
  zeebe:
    image: { registry: docker.io, repository: camunda/zeebe, tag: ${appVersion} }
    port: 26500
  operate:
    image: { registry: docker.io, repository: camunda/operate, tag: ${appVersion} }
    port: 8080
`,
    'templates/deployments.yaml': `{{- range $name, $component := .Values.components }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $.Release.Name }}-{{ $name }}
spec:
  selector:
    matchLabels: { app: {{ $.Release.Name }}-{{ $name }} }
  template:
    metadata:
      labels: { app: {{ $.Release.Name }}-{{ $name }} }
    spec:
      containers:
        - name: {{ $name }}
          image: "{{ $component.image.registry }}/{{ $component.image.repository }}:{{ $component.image.tag }}"
          ports: [{ containerPort: {{ $component.port }} }]
{{- end }}
`,
  };
}
