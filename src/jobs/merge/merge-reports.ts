import { ReleaseError } from '#problem';
import { type Item, summarise } from '../item.ts';
import type { Endpoint } from '../mirror/mirror-plan.ts';
import type { Product } from '../products/product.ts';
import type { Report, ReportWarning } from '../report.ts';
import { isGrave, isStopOf } from '../report-warnings.ts';
import { type Shard, shardName } from '../shard.ts';
import type { MergeInput } from './merge-input.ts';

type Found = Extract<MergeInput, { kind: 'report' }>;

/** A report of all, and what of it beside images goes into the error log. */
export interface Merged {
  readonly report: Report;
  readonly failures: readonly string[];
}

/**
 * Joins the reports of the shards of one release. What is missing makes the result fail; what contradicts itself is refused.
 * @throws ReleaseError `report-mismatch` for reports of several jobs, releases or splits, and for a shard that is there twice;
 *   `run-unfinished`, or the code of the run's own error, when there is no report at all
 */
export function mergeReports(inputs: readonly MergeInput[]): Merged {
  const missing = inputs.flatMap((one) => (one.kind === 'no-report' ? [one] : []));
  const found = inputs
    .flatMap((one) => (one.kind === 'report' ? [one] : []))
    .sort((a, b) => shardOf(a.report).index - shardOf(b.report).index);
  const [first] = found;
  if (!first) throw noReport(missing);
  requireOneRelease(first, found);
  const shards = missingShards(found);
  const absent: ReportWarning[] = [
    ...missing.map(({ code, message }) => ({ code, message })),
    ...(shards === undefined ? [] : [{ code: 'shard-missing' as const, message: shards }]),
  ];
  const reports = found.map(({ report }) => report);
  const endpoints = mergedEndpoints(reports);
  const products = mergedProducts(reports);
  const files = distinct(reports.flatMap(({ fileWarnings = [] }) => fileWarnings));
  const items = reports.flatMap((report) => report.items).sort(inFileOrder);
  const repositories = reports.flatMap((report) => report.repositories ?? []);
  const sum = (key: 'bytes' | 'mountedBytes') => reports.reduce((total, { summary }) => total + summary[key], 0);
  const times = (key: 'startedAt' | 'finishedAt') => reports.map((report) => report[key]).sort();
  const report: Report = {
    schemaVersion: 1,
    job: first.report.job,
    release: first.report.release,
    target: first.report.target,
    startedAt: times('startedAt')[0] ?? '',
    finishedAt: times('finishedAt').at(-1) ?? '',
    ok: absent.length === 0 && reports.every(({ ok }) => ok),
    cancelled: reports.some(({ cancelled }) => cancelled),
    summary: summarise(items, sum('bytes'), sum('mountedBytes')),
    items,
    ...judgedBy(reports),
    ...(endpoints.length === 0 ? {} : { endpoints }),
    ...(products.length === 0 ? {} : { products }),
    ...(repositories.length === 0 ? {} : { repositories }),
    ...assessedBy(reports),
    ...(files.length === 0 ? {} : { fileWarnings: files }),
    warnings: distinct([...absent, ...reports.flatMap(({ warnings }) => warnings)]),
    runs: reports.flatMap(runsOf),
  };
  // Where a run was not well beside its images, its warnings say why.
  const beside = reports
    .filter(({ ok }) => !ok)
    .flatMap(({ warnings }) => warnings.filter((warning) => isGrave(warning) && !isStopOf(warning, items)));
  return { report, failures: distinct([...absent, ...beside].map(({ message }) => message)) };
}

/** What several shards say in the same words is told once. */
function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function shardOf({ shard }: Report): Shard {
  return shard ?? { index: 1, count: 1 };
}

function requireOneRelease(first: Found, found: readonly Found[]): void {
  const other = found.find(({ report }) => report.release !== first.report.release);
  if (other) {
    throw mismatch(`${first.file} and ${other.file} are reports of different releases, or of different targets`);
  }
  const { job } = first.report;
  const unlike = found.find(({ report }) => report.job !== job);
  if (unlike) throw mismatch(`${first.file} is the report of a ${job}, ${unlike.file} that of a ${unlike.report.job}`);
  const { count } = shardOf(first.report);
  const split = found.find(({ report }) => shardOf(report).count !== count);
  if (split) {
    const name = ({ file, report }: Found) => `${file} is shard ${shardName(shardOf(report))}`;
    throw mismatch(`${name(first)}, ${name(split)}: the release was split in two ways`);
  }
  found.forEach(({ file, report }, at) => {
    const before = found[at - 1];
    if (!before || shardOf(before.report).index !== shardOf(report).index) return;
    const what = report.shard ? `shard ${shardName(report.shard)}` : 'the whole release';
    throw mismatch(`${before.file} and ${file} are both reports of ${what}`);
  });
}

function mismatch(message: string): ReleaseError {
  return new ReleaseError('report-mismatch', message, {
    hint: 'Give one report of each shard, all of the same job, files, settings and split.',
  });
}

/** In words; undefined when all are there. */
function missingShards(found: readonly Found[]): string | undefined {
  const there = new Set(found.map(({ report }) => shardOf(report).index));
  const count = found[0] ? shardOf(found[0].report).count : 1;
  const names = Array.from({ length: count }, (_, at) => at + 1).flatMap((index) =>
    there.has(index) ? [] : [shardName({ index, count })],
  );
  if (names.length === 0) return undefined;
  return names.length === 1
    ? `The report of shard ${names[0]} is missing`
    : `The reports of shards ${names.join(', ')} are missing`;
}

function noReport(missing: readonly Extract<MergeInput, { kind: 'no-report' }>[]): ReleaseError {
  const [first] = missing;
  if (!first) {
    return new ReleaseError('report-unreadable', 'There is no report among the files, only error logs', {
      hint: 'A report is what mirror or verify prints with --json.',
    });
  }
  return new ReleaseError(first.code, 'There is nothing to merge: no run left a report', {
    details: missing.map(({ message }) => message),
  });
}

function runsOf({ runs, planId, shard, startedAt, finishedAt, ok }: Report): NonNullable<Report['runs']> {
  const run = { ...(planId === undefined ? {} : { planId }), ...(shard ? { shard } : {}), startedAt, finishedAt, ok };
  return runs ?? [run];
}

/** No more is known of all than of the shard that was looked into least. */
function judgedBy(reports: readonly Report[]): Pick<Report, 'depth' | 'unasked' | 'silenced'> {
  const least =
    reports.find(({ depth }) => depth === undefined) ?? reports.find(({ unasked }) => unasked) ?? reports[0];
  const { depth, unasked, silenced } = least ?? {};
  return { ...(depth ? { depth } : {}), ...(unasked ? { unasked } : {}), ...(silenced ? { silenced } : {}) };
}

/** One of the shards asks AWS, for all of them. */
function assessedBy(reports: readonly Report[]): Pick<Report, 'assessments' | 'assessmentsNotGiven'> {
  const { assessments, assessmentsNotGiven } = reports.find((one) => one.assessments ?? one.assessmentsNotGiven) ?? {};
  return { ...(assessments ? { assessments } : {}), ...(assessmentsNotGiven ? { assessmentsNotGiven } : {}) };
}

/** Of those that were asked under the same name at several places, each. */
function mergedEndpoints(reports: readonly Report[]): Endpoint[] {
  return distinct(reports.flatMap(({ endpoints = [] }) => endpoints));
}

/** Shards have repositories of the same product. */
function mergedProducts(reports: readonly Report[]): Product[] {
  const merged = new Map<string, Product>();
  for (const product of reports.flatMap(({ products = [] }) => products)) {
    const repositories = [...(merged.get(product.id)?.repositories ?? []), ...product.repositories];
    merged.set(product.id, { ...product, repositories });
  }
  return [...merged.values()];
}

/** As the whole release would have them: the images in the order of the files, what the lists leave out last. */
function inFileOrder(a: Item, b: Item): number {
  const [one] = a.origins;
  const [other] = b.origins;
  return (
    Number(a.outcome === 'ignored') - Number(b.outcome === 'ignored') ||
    compare(one?.file ?? '', other?.file ?? '') ||
    (one?.line ?? 0) - (other?.line ?? 0) ||
    (one?.column ?? 0) - (other?.column ?? 0) ||
    compare(a.target, b.target)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
