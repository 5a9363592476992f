import { escapeInvisible } from '#formats';
import type { Problem, Range, RuleId, Severity } from '#problem';
import type { ChartEvidence, InChart } from './chart-evidence.ts';
import { originIn } from './origin-in.ts';

/** Something wrong at a place in a chart. */
export interface FoundInChart extends InChart {
  /** A whole sentence. */
  readonly message: string;
  readonly hint: string;
  /** When it is less grave than the rule can be. */
  readonly severity?: Severity;
}

/** Which rule found it. */
interface FoundBy {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly awsCode?: string;
}

export const fileStart: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
/** What finds this much in one chart finds something else; the rest is counted. */
const most = 50;

/** Findings as problems, where problems of this chart land; a place that is no file of its own is named in the message. */
export function chartProblems(chart: ChartEvidence, by: FoundBy, findings: readonly FoundInChart[]): Problem[] {
  // An object that is rendered twice is one finding.
  const distinct = [...new Map(findings.map((one) => [`${one.path}:${one.range.line} ${one.message}`, one])).values()];
  const shown = distinct.slice(0, most);
  const rest = distinct.length - shown.length;
  return shown.map(({ path, range: found, message: words, hint, severity }, position) => {
    const { range, isOwn } = originIn(chart, { path, range: found });
    const message = isOwn ? words : `Line ${found.line} of the injected file: ${words}`;
    const more = position === shown.length - 1 && rest > 0 ? ` ${rest} more like this are in the chart.` : '';
    const told = { ...by, severity: lessGrave(by.severity, severity), hint };
    const { place } = chart;
    const inside = `${escapeInvisible(path)}:${range.line}: ${message}${more}`;
    if (!('folder' in place)) {
      return { ...told, file: place.file, range: place.range, message: `Chart ${chart.name}, ${inside}` };
    }
    if (isNoFile(path)) return { ...told, file: `${place.folder}/Chart.yaml`, range: fileStart, message: inside };
    return { ...told, file: `${place.folder}/${path}`, range, message: `${message}${more}` };
  });
}

function lessGrave(most: Severity, severity = most): Severity {
  const order: readonly Severity[] = ['info', 'warning', 'error'];
  return order.indexOf(severity) < order.indexOf(most) ? severity : most;
}

/** What lies in an archive in `charts/`, and what injecting adds: the folder does not have it. */
function isNoFile(path: string): boolean {
  return /(?:^|\/)charts\/[^/]+\.tgz\//.test(path) || /^templates\/_?awsmp[-.]/.test(path);
}
