import { type Chart, type ChartFinding, type InjectedChart, injectChart, readChart } from '#chart';
import { folderInput } from '../../../support/chart-inputs.ts';

type Wish = Parameters<typeof injectChart>[1];
export type Files = Readonly<Record<string, string>>;

export const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

export const check: Wish['parts'][number] = {
  kind: 'license-check',
  product: 'prod-1',
  entitlements: [{ name: 'Gold', unit: 'None' }],
  consumption: 'provisional',
  image: { registry, repository: 'acme/license-check', tag: '1.0.0' },
};

export const password: Wish['parts'][number] = {
  kind: 'first-user-password',
  secret: 'first-user',
  key: 'password',
  length: 24,
};

/** The vendor's own manifests. */
export function manifests(files: Files): Wish['parts'][number] {
  return { kind: 'manifests', files: Object.entries(files).map(([path, text]) => ({ path, text })) };
}

/** The least that there is to wish. */
export function wish(rest: Partial<Wish>): Wish {
  return { delivery: 'helm', parts: [], images: new Map(), values: {}, ...rest };
}

export function chartOf(files: Files): Promise<Chart> {
  return readChart(folderInput({ 'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n', ...files }));
}

/** A chart after an injection, its files as texts. */
export async function inject(files: Files, rest: Partial<Wish>): Promise<Injected> {
  const injected = injectChart(await chartOf(files), wish(rest));
  return { ...injected, texts: textsOf(injected) };
}

export interface Injected extends InjectedChart {
  readonly texts: Files;
}

export function textsOf({ files }: Pick<InjectedChart, 'files'>): Files {
  return Object.fromEntries(files.map(({ path, content }) => [path, new TextDecoder().decode(content)]));
}

/** Code, severity and place of each. */
export function brief(findings: readonly ChartFinding[]): string[] {
  return findings.map(({ code, severity, file, line }) => `${severity} ${code} ${file}${line ? `:${line}` : ''}`);
}
