import type { Chart, ChartDependency, ChartMetadata } from '#chart';

interface Sample {
  readonly name?: string;
  readonly values?: string;
  readonly templates?: Readonly<Record<string, string>>;
  readonly appVersion?: string;
  readonly type?: ChartMetadata['type'];
  readonly dependencies?: readonly (Partial<ChartDependency> & { name: string })[];
  readonly subcharts?: readonly Chart[];
}

/** A chart as it is read, from the texts that matter. */
export function sampleChart(sample: Sample): Chart {
  const {
    name = 'web',
    values,
    templates = {},
    appVersion,
    type = 'application',
    dependencies = [],
    subcharts = [],
  } = sample;
  const texts = { ...(values === undefined ? {} : { 'values.yaml': values }), ...templates };
  return {
    metadata: {
      apiVersion: 'v2',
      name,
      version: '1.0.0',
      type,
      deprecated: false,
      annotations: {},
      dependencies: dependencies.map((dependency) => ({ tags: [], importValues: [], ...dependency })),
      ...(appVersion === undefined ? {} : { appVersion }),
    },
    files: Object.entries(texts).map(([path, text]) => {
      const content = new TextEncoder().encode(text);
      return { path, size: content.length, content };
    }),
    subcharts: subcharts.map((chart) => ({ path: `charts/${chart.metadata.name}`, chart })),
  };
}
