import type { ChartSettings, ChartSource } from '#formats';
import { ociChart } from '#formats';
import { ReleaseError } from '#problem';
import { parseReference } from '#reference';
import type { Files } from '../../gateways.ts';
import { placeFrom } from '../../gather/place-from.ts';

/** How somebody names a chart. */
export interface ChartNaming {
  /** A name under `charts` of the settings, a folder, a `.tgz`, `oci://…:version`, or a chart's name in `repository`. */
  readonly chart: string;
  /** The address of a Helm repository. */
  readonly repository?: string;
  /** In place of the settings' own. */
  readonly version?: string;
}

/** A chart that is meant, and what the settings say of it. */
export interface ChosenChart {
  readonly source: ChartSource & { readonly version?: string };
  /** Absent for a chart that the settings do not have. */
  readonly settings?: ChartSettings;
}

/**
 * Finds out which chart is meant. A folder or archive that a chart of the settings is read from is that chart.
 * @param folder of the settings; absolute
 * @throws ReleaseError `usage`, `chart-not-found`
 */
export async function chooseChart(
  { chart, repository, version }: ChartNaming,
  { charts, folder }: { readonly charts: readonly ChartSettings[]; readonly folder: string },
  files: Pick<Files, 'kindOf' | 'absolute' | 'displayed'>,
): Promise<ChosenChart> {
  const versioned = version === undefined ? {} : { version };
  if (repository !== undefined) {
    if (version === undefined) {
      throw new ReleaseError('usage', `Which version of ${chart} in ${repository} is not said`, {
        hint: 'Name the version: a release names what it releases.',
      });
    }
    return { source: { repository: repository.replace(/\/+$/, ''), name: chart, version } };
  }
  if (chart.startsWith('oci://')) return { source: ociSource(chart, version) };
  const own = charts.find(({ name }) => name === chart);
  if (own) return { source: placed(own, versioned, folder, files), settings: own };
  if ((await files.kindOf(chart)) !== undefined) {
    const place = files.absolute(chart);
    const settings = charts.find(({ source }) => 'path' in source && placeFrom(folder, source.path, files) === place);
    return { source: { path: chart, ...versioned }, ...(settings ? { settings } : {}) };
  }
  const names = charts.map(({ name }) => name);
  const known = names.length === 0 ? 'The settings have no charts.' : `Charts of the settings: ${names.join(', ')}.`;
  throw new ReleaseError('chart-not-found', `${chart} is neither a chart of the settings nor a folder or file`, {
    hint: `${known} A chart elsewhere is named as a folder, a .tgz, oci://…:version, or by name with its repository and version.`,
  });
}

function placed(
  { source, version }: ChartSettings,
  given: { readonly version?: string },
  folder: string,
  files: Pick<Files, 'absolute' | 'displayed'>,
): ChosenChart['source'] {
  const versioned = version === undefined ? given : { version, ...given };
  if (!('path' in source)) return { ...source, ...versioned };
  return { path: files.displayed(placeFrom(folder, source.path, files)), ...versioned };
}

/** `oci://ghcr.io/acme/charts/app:1.2.3`; in a tag the `+` of a version is written `_`. */
function ociSource(text: string, given: string | undefined): ChosenChart['source'] {
  const bare = text.slice('oci://'.length);
  const parsed = parseReference(bare);
  const tag = parsed.ok ? parsed.reference.tag : undefined;
  const named = ociChart(tag === undefined ? bare : bare.slice(0, -tag.length - 1));
  if (!named) {
    throw new ReleaseError('usage', `${text} is no chart in an OCI registry`, {
      hint: 'Write it as oci://ghcr.io/acme/charts/app:1.2.3.',
    });
  }
  const version = given ?? tag?.replaceAll('_', '+');
  if (version === undefined) {
    throw new ReleaseError('usage', `Which version of ${text} is not said`, {
      hint: 'Write it behind a colon: oci://ghcr.io/acme/charts/app:1.2.3.',
    });
  }
  return { ...named, version };
}
