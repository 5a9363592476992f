import * as vscode from 'vscode';
import type { ChartImage, ChartState } from '../charts/chart-state.ts';
import type { ImageState } from './image-state.ts';
import type { Row } from './release-rows.ts';
import { hasWarnings } from './trust-words.ts';

/** Icons repeat what the row's words say; colours repeat the icons. */
const states: Readonly<Record<ImageState, readonly [icon: string, colour?: string]>> = {
  unplanned: ['circle-large-outline', 'disabledForeground'],
  ignored: ['dash', 'disabledForeground'],
  copy: ['cloud-upload', 'charts.blue'],
  copied: ['pass-filled', 'charts.green'],
  present: ['pass', 'charts.green'],
  verified: ['verified-filled', 'charts.green'],
  missing: ['search-stop', 'problemsErrorIcon.foreground'],
  equivalent: ['pass', 'charts.yellow'],
  conflict: ['circle-slash', 'problemsErrorIcon.foreground'],
  failed: ['error', 'problemsErrorIcon.foreground'],
  cancelled: ['stop-circle', 'problemsWarningIcon.foreground'],
};

type Look = readonly [icon: string, colour?: string];

const chartStages: Readonly<Record<ChartState['stage'] | 'unplanned', Look>> = {
  unplanned: states.unplanned,
  planned: states.copy,
  written: ['save', 'charts.blue'],
  pushed: states.copied,
  present: states.present,
  conflict: states.conflict,
  failed: states.failed,
  cancelled: states.cancelled,
};

const chartImages: Readonly<Record<ChartImage['state'], Look>> = {
  present: states.present,
  equivalent: states.equivalent,
  missing: states.copy,
  taken: states.conflict,
  refused: states.failed,
  unknown: ['question', 'problemsWarningIcon.foreground'],
};

export function rowIcon(row: Row): vscode.ThemeIcon {
  if (row.kind === 'release') return new vscode.ThemeIcon('package');
  if (row.kind === 'chart') return icon(...chartStages[row.state?.stage ?? 'unplanned']);
  if (row.kind === 'chart-image') return icon(...chartImages[row.image.state]);
  if (row.kind === 'trouble') return icon('error', 'problemsErrorIcon.foreground');
  if (row.problems.some(({ severity }) => severity === 'error')) return icon('error', 'problemsErrorIcon.foreground');
  // What a registry has said of an image is more than a warning about its line, which stands in its words.
  const isAsked = row.kind === 'image' && row.state !== 'unplanned';
  if (!isAsked && row.problems.some(({ severity }) => severity === 'warning'))
    return icon('warning', 'problemsWarningIcon.foreground');
  if (row.kind !== 'image') return vscode.ThemeIcon.File;
  const [name, colour] = states[row.state];
  return icon(name, colour === 'charts.green' && hasWarnings(row.item) ? 'charts.yellow' : colour);
}

function icon(name: string, colour?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
