import type { Report } from '#jobs';
import { formatCount } from './amounts.ts';
import { reportSummary, troubleWords } from './summary-words.ts';

/** What the reports of one job say in words of their own. */
interface ReportWords {
  /** In front of the place that it was about. */
  title(report: Report): string;
  /** The counts. */
  summary(report: Report): string;
  /** Why it did not end well: `1 conflict, 2 failed`; empty when that is not for any image. */
  trouble(report: Report): string;
  /** What a cancel means for what comes next. */
  readonly cancelled: string;
  /** What to do once somebody has logged in again. */
  readonly again: string;
}

/** The words of each job that reports on images. */
export const reportWords: Readonly<Record<Report['job'], ReportWords>> = {
  mirror: {
    title: ({ cancelled, summary }) =>
      cancelled ? 'Cancelled mirror to' : summary.copied > 0 ? 'Mirrored to' : 'Mirror to',
    summary: ({ summary, target }) => reportSummary(summary, target.layout !== undefined),
    trouble: ({ summary }) => troubleWords(summary),
    cancelled: 'what is done stays done, the same command continues',
    again: 'log in, and the same command continues',
  },
  verify: {
    title: ({ cancelled }) => (cancelled ? 'Cancelled verification of' : 'Verified'),
    summary: (report) => {
      const { present, equivalent } = report.summary;
      const verified = present + equivalent;
      const words = [...(verified > 0 ? [`${verified} verified`] : []), verifyTrouble(report)];
      return words.filter((text) => text !== '').join(', ') || 'no image takes part';
    },
    trouble: verifyTrouble,
    cancelled: 'nothing was changed, and the rest is not known',
    again: 'log in, and verify again',
  },
};

/** `1 missing, 1 conflict, 2 failed`: a tag that is not there is told apart from what is wrong with one that is. */
function verifyTrouble({ items, summary }: Report): string {
  const missing = items.filter(({ code }) => code === 'not-released').length;
  const { conflict, failed, cancelled } = summary;
  return [
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > missing ? [`${failed - missing} failed`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ].join(', ');
}
