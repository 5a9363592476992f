import type { Item, ItemOutcome, MirrorPlan, PlanTarget, Report } from '#jobs';
import type { FileOutline, ImageOutline } from '#worker';
import type { PlanResult, VerifyResult } from '../../src/extension/jobs/results/job-result.ts';
import { summarise } from '../../src/jobs/item.ts';

/** Plans, reports and outlines of one release, as short as a test can say them. */
export const settings = '/repo/release/marketplace.yaml';
export const list = '/repo/release/8.3.4_images.txt';
export const releaseFile = '/repo/release/8.3.4_release.json';

export const sha = (character: string) => `sha256:${character.repeat(64)}`;

export const target: PlanTarget = {
  registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
  prefix: 'camunda/camunda8',
  kind: 'marketplace',
  account: '111122223333',
  attestationManifests: 'strip',
  platforms: [],
  existing: 'equivalent',
};

export function at(file: string, line: number, column = 1): Item['origins'][number] {
  return { file, line, column, endLine: line, endColumn: column + 12 };
}

export function sourceOf(name: string): string {
  return `docker.io/camunda/${name}`;
}

export function item(name: string, outcome: ItemOutcome, more: Partial<Item> = {}): Item {
  return {
    source: sourceOf(name),
    target: `${target.registry}/${target.prefix}/${name}`,
    outcome,
    bytes: 0,
    size: 212_000_000,
    platforms: ['linux/amd64'],
    missingPlatforms: [],
    droppedPlatforms: [],
    strippedAttestations: 0,
    origins: [at(list, 3)],
    ...more,
  };
}

export function planOf(items: readonly Item[], more: Partial<MirrorPlan> = {}): MirrorPlan {
  return {
    schemaVersion: 1,
    job: 'mirror',
    planId: sha('0'),
    createdAt: '2026-01-01T00:00:00.000Z',
    ok: items.every(({ outcome }) => outcome !== 'conflict' && outcome !== 'failed'),
    release: sha('f'),
    target,
    endpoints: [],
    summary: summarise(items, bytesOf(items), 0),
    items: [...items],
    warnings: [],
    ...more,
  };
}

export function reportOf(items: readonly Item[], more: Partial<Report> = {}): Report {
  const cancelled = items.some(({ outcome }) => outcome === 'cancelled');
  return {
    schemaVersion: 1,
    job: 'mirror',
    planId: sha('0'),
    release: sha('f'),
    target,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:01:00.000Z',
    ok: items.every(({ outcome }) => !['conflict', 'failed', 'cancelled'].includes(outcome)),
    cancelled,
    summary: summarise(items, bytesOf(items), 0),
    items,
    warnings: [],
    ...more,
  };
}

export function resultOf(items: readonly Item[], more: Partial<PlanResult> = {}): PlanResult {
  return {
    record: 'one',
    world: 'sandbox',
    place: { settings },
    files: [],
    settingsHash: 'same',
    plan: planOf(items),
    ...more,
  };
}

/** What a verification has found. */
export function verifiedOf(items: readonly Item[], more: Partial<VerifyResult> = {}): VerifyResult {
  return {
    record: 'verified',
    world: 'sandbox',
    place: { settings },
    files: [],
    settingsHash: 'same',
    report: reportOf(items, { job: 'verify' }),
    ...more,
  };
}

export function image(name: string, line: number, more: Partial<ImageOutline> = {}): ImageOutline {
  return { name, source: sourceOf(name), line, column: 1, isIgnored: false, ...more };
}

export function outlineOf(file: string, images: readonly ImageOutline[]): FileOutline {
  return { file, kind: file.endsWith('.json') ? 'release' : 'images', images };
}

function bytesOf(items: readonly Item[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}
