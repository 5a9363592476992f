import type { ChartReport } from '#jobs';
import { shortDigest } from '#reference';
import { formatBytes } from './amounts.ts';
import { flow } from './flow.ts';
import { type Line, line, type Style, span } from './line.ts';
import { placedReference } from './placed-reference.ts';
import { indented, placeLines } from './plan-text.ts';
import { reportedRepositoryLines } from './repository-rows.ts';
import { wrap } from './wrap.ts';

const styles: Readonly<Record<string, Style>> = {
  written: 'good',
  pushed: 'good',
  present: 'muted',
  conflict: 'bad',
  failed: 'bad',
  cancelled: 'warn',
};
const indent = 13;

/**
 * What an injection did.
 * @param exitCode of the program; an editor has none
 */
export function chartReportText(report: ChartReport, exitCode: number | undefined, width: number): Line[] {
  const { chart, target, archive, output, push, warnings } = report;
  const sent = push && push.bytes > 0 ? formatBytes(push.bytes) : '';
  const held = push?.digest === undefined ? '' : shortDigest(push.digest);
  return [
    ...placeLines(`Chart ${chart.name} ${chart.version}`, target, width),
    line(),
    ...(output ? outcomeLines(output, output.file, [], width) : []),
    ...(push ? outcomeLines(push, placedReference(push.reference, target), [sent, held], width) : []),
    ...reportedRepositoryLines(report, width),
    ...(output || push ? [line()] : []),
    ...indented(`Packed: ${formatBytes(archive.size)}, ${archive.digest}`, width),
    ...warnings.flatMap(({ code, message }) => indented(`warning: ${code} ${message}`, width)),
    ...(exitCode === undefined ? [] : indented(`Exit status ${exitCode}: ${chartReason(report)}`, width)),
  ];
}

function outcomeLines(
  { outcome, code, message, hint }: NonNullable<ChartReport['output'] | ChartReport['push']>,
  name: string,
  notes: readonly string[],
  width: number,
): Line[] {
  return [
    ...flow(
      [
        { spans: [span(`  ${outcome.padEnd(indent - 2)}`, styles[outcome]), span(name)] },
        ...notes.map((note) => ({ spans: note === '' ? [] : [span(note)] })),
        { spans: code === undefined ? [] : [span(code, styles[outcome])] },
      ],
      { indent, width },
    ),
    ...[message, hint]
      .flatMap((text) => (text === undefined ? [] : wrap(text, width - indent)))
      .map((text) => line(`${' '.repeat(indent)}${text}`)),
  ];
}

/** Why it ended as it did, as the rest of a sentence. */
function chartReason({ ok, cancelled, output, push }: ChartReport): string {
  if (cancelled) return 'cancelled; run it again to go on';
  if (!ok) return 'not all of it was done';
  const isNew = output?.outcome === 'written' || push?.outcome === 'pushed';
  return isNew ? 'all is done' : 'all of it was there already';
}
