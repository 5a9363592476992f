import type { Settings } from '#formats';

type ChartSettings = Settings['charts'][number];

type LicenseCheck = Extract<ChartSettings['inject'][number], { readonly kind: 'license-check' }>;

/** A chart of a release, as its settings have it. */
export interface ChartOutline {
  /** Its key under `charts`. */
  readonly name: string;
  /** Where it is read from: a folder or archive, `oci://…`, or a Helm repository and its name there. */
  readonly source: string;
  /** The version that is read. */
  readonly version?: string;
  readonly delivery: ChartSettings['delivery'];
  /** 1-based, in the settings file. */
  readonly line: number;
  readonly column: number;
  /** The licence checks that are added to it. */
  readonly licenseChecks: readonly Pick<LicenseCheck, 'product' | 'entitlements' | 'consumption'>[];
}

/** Outlines the charts of settings, in the order of the file. */
export function outlineCharts(charts: readonly ChartSettings[]): ChartOutline[] {
  return charts.map(({ name, source, version, delivery, range, inject }) => ({
    name,
    source: sourceWords(source),
    ...(version === undefined ? {} : { version }),
    delivery,
    line: range.line,
    column: range.column,
    licenseChecks: inject.flatMap((one) => {
      if (one.kind !== 'license-check') return [];
      const { product, entitlements, consumption } = one;
      return [{ product, entitlements, consumption }];
    }),
  }));
}

function sourceWords(source: ChartSettings['source']): string {
  if ('path' in source) return source.path;
  if ('registry' in source) return `oci://${source.registry}/${source.repository}`;
  return `${source.repository} ${source.name}`;
}
