import { ReleaseError } from '#problem';
import type { ProgramEnd, Programs } from '../../programs.ts';

/** A Helm of this machine. */
export interface Helm {
  /** Absolute. */
  readonly program: string;
  /** `4.1.4` */
  readonly version: string;
}

interface HelmRun {
  /** Absolute. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Of the file `values.json`, which lies in its folder. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Large charts take seconds. */
const timeoutMs = 120_000;
/** The largest charts render to some 10 MB. */
const maxOutputBytes = 64 * 1024 * 1024;

/** The name of the file of values in Helm's folder. */
export const valuesFile = 'values.json';

/**
 * Runs Helm where it finds nothing of its user's: no plugins, repositories, logins, cluster, and no network. What a chart needs lies in it.
 * @throws ReleaseError `helm-failed`; `chart-render-failed` when it takes too long or writes too much; the signal's reason
 */
export async function runHelm(programs: Programs, run: HelmRun, signal?: AbortSignal): Promise<ProgramEnd> {
  const { program, values } = run;
  const end = await programs.run(
    {
      program,
      failure: 'helm-failed',
      arguments: run.arguments,
      ...(values === undefined ? {} : { files: { [valuesFile]: JSON.stringify(values) } }),
      inherits: /(?!)/,
      environment: ({ folder }) => ({ ...own(folder), ...noNetwork, GOMEMLIMIT: '1GiB' }),
      timeoutMs,
      maxOutputBytes,
    },
    signal,
  );
  const hint = 'Check whether the chart is the right one; helm template shows what it does.';
  if (end.stopped === 'time') {
    const message = `Helm did not end within ${timeoutMs / 60_000} minutes on the chart`;
    throw new ReleaseError('chart-render-failed', message, { hint });
  }
  if (end.stopped === 'output') {
    const message = `Helm makes more than ${maxOutputBytes / 1024 / 1024} MiB of manifests of the chart`;
    throw new ReleaseError('chart-render-failed', message, { hint });
  }
  if (end.stopped === 'errors') {
    throw new ReleaseError('chart-render-failed', 'Helm writes messages about the chart without end', { hint });
  }
  if (end.status === undefined) {
    throw new ReleaseError('helm-failed', 'Helm was killed while it read the chart', {
      hint: 'Often the machine was out of memory. Run the same again, or helm template by hand.',
    });
  }
  return end;
}

/** Source: Helm documentation, "Helm" (the variables of its environment). */
function own(folder: string): Record<string, string> {
  const at = (name: string) => `${folder}/${name}`;
  return {
    HELM_CACHE_HOME: at('cache'),
    HELM_CONFIG_HOME: at('config'),
    HELM_DATA_HOME: at('data'),
    HELM_PLUGINS: at('plugins'),
    HELM_REGISTRY_CONFIG: at('registry.json'),
    HELM_REPOSITORY_CONFIG: at('repositories.yaml'),
    HELM_REPOSITORY_CACHE: at('repositories'),
    HELM_CONTENT_CACHE: at('content'),
    HELM_NAMESPACE: 'default',
    KUBECONFIG: at('no-cluster'),
    NO_COLOR: '1',
  };
}

/** Helm loads what a schema of values refers to. Nobody listens on this port: "discard" (RFC 863) is below what users may open. */
const nowhere = 'http://127.0.0.1:9';
const noNetwork: Readonly<Record<string, string>> = Object.fromEntries(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
    [name, nowhere],
    [name.toLowerCase(), nowhere],
  ]),
);
