import { describe, expect, it } from 'vitest';
import type { Item, ItemOutcome, JobEvent } from '#jobs';
import { repositoryOf, touchedReferences, touchedRepositories } from '#live';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

describe('touchedReferences', () => {
  it('takes from a report what was written, may have been written, or is not what it was thought to be', () => {
    const outcomes: ItemOutcome[] = ['copied', 'failed', 'cancelled', 'conflict', 'present', 'equivalent', 'ignored'];
    const items = outcomes.map((outcome) => ({ target: `${registry}/${outcome}:1`, outcome })) as Item[];
    expect(touchedReferences({ items })).toEqual(outcomes.slice(0, 4).map((name) => `${registry}/${name}:1`));
  });

  it('takes the item of an event that ends it, and nothing of other events', () => {
    const finished = (outcome: ItemOutcome): JobEvent => ({
      schemaVersion: 1,
      type: 'item-finished',
      item: `${registry}/a:1`,
      outcome,
      bytes: 1,
    });
    expect(touchedReferences(finished('copied'))).toEqual([`${registry}/a:1`]);
    expect(touchedReferences(finished('present'))).toEqual([]);
    // While planning.
    expect(touchedReferences(finished('copy'))).toEqual([]);
    expect(touchedReferences({ schemaVersion: 1, type: 'phase', phase: 'copy', total: 3 })).toEqual([]);
  });
});

describe('touchedRepositories', () => {
  it('names each repository once, with its registry', () => {
    const references = [
      `${registry}/seller/a:1`,
      `${registry}/seller/a:2`,
      `${registry}/seller/b@sha256:${'0'.repeat(64)}`,
    ];
    expect([...touchedRepositories(references)]).toEqual([`${registry}/seller/a`, `${registry}/seller/b`]);
  });

  it('leaves out what is no reference', () => {
    expect([...touchedRepositories(['', 'NOT A REFERENCE'])]).toEqual([]);
    expect(repositoryOf('NOT A REFERENCE')).toBeUndefined();
  });

  it('takes the port of a host for no tag', () => {
    expect(repositoryOf('localhost:5000/a')).toBe('localhost:5000/a');
  });
});
