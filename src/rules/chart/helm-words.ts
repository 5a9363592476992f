import { escapeInvisible } from '#formats';
import type { ChartEvidence, InChart } from './chart-evidence.ts';
import { fileStart } from './chart-problems.ts';

const longest = 300;

/** What helm said, on one line, short, without the full stop. */
export function helmWords(said: string): string {
  const words = escapeInvisible(said.replace(/\s+/g, ' ').trim().replace(/\.+$/, ''));
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

/** The place that helm names: `chart/templates/x.yaml:12:3`; else the chart as a whole. */
export function helmPlace({ templates }: ChartEvidence, said: string): InChart {
  const named = [...said.slice(0, 4096).matchAll(/(templates\/[\w./-]{1,200}\.(?:ya?ml|tpl|txt))(?::(\d{1,6}))?/g)];
  // The innermost one stands last.
  for (const [, file = '', number = '1'] of named.reverse()) {
    const template =
      templates.find(({ path }) => path === file) ?? templates.find(({ path }) => path.endsWith(`/${file}`));
    const line = Math.max(1, Number(number));
    if (template) return { path: template.path, range: { line, column: 1, endLine: line, endColumn: 1 } };
  }
  return { path: 'Chart.yaml', range: fileStart };
}
