import { describe, expect, it } from 'vitest';
import type { Item, MirrorPlan, PlanTarget, Report } from '#jobs';
import { finalWrites, formatLine, type JobDocument, planDocument, planText, reportDocument } from '#text';

const sha = (character: string) => `sha256:${character.repeat(64)}`;
const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const target: PlanTarget = {
  registry,
  prefix: 'camunda/camunda8',
  kind: 'marketplace',
  account: '111122223333',
  attestationManifests: 'strip',
  platforms: [],
  existing: 'equivalent',
};
const at = (file: string, line: number) => ({ file, line, column: 1, endLine: line, endColumn: 9 });

function item(name: string, outcome: Item['outcome'], more: Partial<Item> = {}): Item {
  return {
    source: `docker.io/camunda/${name}@${sha('a')}`,
    target: `${registry}/camunda/camunda8/${name}`,
    outcome,
    bytes: 1,
    size: 1_000_000,
    platforms: ['linux/amd64'],
    missingPlatforms: [],
    droppedPlatforms: [],
    strippedAttestations: 0,
    origins: [at('/ws/8_images.txt', 3), at('/ws/8_release.json', 7)],
    ...more,
  };
}

const items = [
  item('zeebe:8.3.4', 'copy'),
  item('tasklist:8.3.4', 'present', { digest: sha('b') }),
  item('zeebe:8.3.5', 'copy', { origins: [at('/ws/8_images.txt', 4)] }),
  item('identity:8.3.4', 'conflict', { digest: sha('c'), code: 'tag-taken', hint: 'Release it under a new tag.' }),
  item('grafana:1', 'ignored', { origins: [at('/ws/8_release.json', 30)] }),
];
const summary = {
  total: 5,
  ignored: 1,
  prepared: 4,
  copy: 2,
  copied: 0,
  present: 1,
  equivalent: 0,
  conflict: 1,
  failed: 0,
  cancelled: 0,
  bytes: 2_000_000,
  mountedBytes: 0,
};
const plan: MirrorPlan = {
  schemaVersion: 1,
  job: 'mirror',
  planId: sha('0'),
  createdAt: '2026-01-01T00:00:00.000Z',
  ok: false,
  release: sha('f'),
  target,
  products: [{ id: 'prod-abc', title: 'Camunda 8', repositories: ['camunda/camunda8/zeebe'] }],
  endpoints: [],
  summary,
  items,
  warnings: [{ ...at('/ws/8_images.txt', 9), rule: 'digest-missing', message: 'The source has no digest.' }],
};
const report: Report = {
  schemaVersion: 1,
  job: 'mirror',
  planId: sha('0'),
  release: sha('f'),
  target,
  startedAt: '',
  finishedAt: '',
  ok: false,
  cancelled: false,
  summary: { ...summary, copy: 0, copied: 2 },
  items: items.map((one) => (one.outcome === 'copy' ? { ...one, outcome: 'copied', digest: sha('d') } : one)),
  warnings: [],
};

const shortName = (file: string) => file.replace('/ws/', '');
/** What each link stands on, and where it leads. */
function linked({ text, links }: JobDocument): string[] {
  const lines = text.split('\n');
  return links.map(
    ({ line, start, end, file, targetLine }) => `${lines[line]?.slice(start, end)} → ${file}:${targetLine}`,
  );
}
function folded({ text, folds }: JobDocument): string[][] {
  const lines = text.split('\n');
  return folds.map(({ start, end }) => lines.slice(start, end + 1).map((line) => line.slice(2, 28).trimEnd()));
}

describe('a plan as a document', () => {
  const document = planDocument(plan, shortName);

  it('has the words of the terminal, what is final and whose product it is above all writes', () => {
    expect(document.text).toMatchInlineSnapshot(`
      "Plan for target marketplace  709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8
          as 111122223333
      Product: Camunda 8 (prod-abc)
      Tags marked final can never be replaced or deleted.

        copy       zeebe:8.3.4     ← docker.io/camunda/zeebe:8.3.4  amd64  1.0 MB  final
        copy       zeebe:8.3.5     ← docker.io/camunda/zeebe:8.3.5  amd64  1.0 MB  final
        present    tasklist:8.3.4  sha256:bbbb…bbbb
        conflict   identity:8.3.4  taken by sha256:cccc…cccc  tag-taken
                   Release it under a new tag.
        ignored    1 image of 8_release.json is in none of its image lists

        8_images.txt:9:1 warning digest-missing The source has no digest.

        4 to do: 2 to copy (2.0 MB), 1 present, 1 conflict
        No credentials are sent to anyone.
      "
    `);
    const lines = planText(plan, 100).map((line) => formatLine(line, false));
    expect(planDocument(plan).text).toBe(`${lines.join('\n')}\n`);
  });

  it('leads from names to the lines that ask for them, from sources to where else they stand', () => {
    expect(linked(document)).toEqual([
      'zeebe:8.3.4 → /ws/8_images.txt:3',
      'docker.io/camunda/zeebe:8.3.4 → /ws/8_release.json:7',
      'zeebe:8.3.5 → /ws/8_images.txt:4',
      'tasklist:8.3.4 → /ws/8_images.txt:3',
      'identity:8.3.4 → /ws/8_images.txt:3',
      '8_images.txt:9:1 → /ws/8_images.txt:9',
    ]);
  });

  it('folds by outcome, with what belongs to each row', () => {
    expect(folded(document)).toEqual([
      ['copy       zeebe:8.3.4', 'copy       zeebe:8.3.5'],
      ['conflict   identity:8.3.4', '           Release it unde'],
    ]);
  });

  it('leads right also where names hold what a terminal must not see', () => {
    const hostile = planDocument({ ...plan, items: [item('a\u001b[2Jb\u202e:1', 'copy')] });
    expect(linked(hostile)[0]).toBe('ab\\u{202e}:1 → /ws/8_images.txt:3');
  });

  it('calls nothing final where nothing is', () => {
    expect(planDocument({ ...plan, target: { ...target, kind: 'ecr' } }).text).not.toContain('final');
    expect(planDocument({ ...plan, summary: { ...summary, copy: 0 }, items: items.slice(1, 2) }).text).not.toContain(
      'never',
    );
  });
});

describe('a report as a document', () => {
  it('says in words how it ended', () => {
    const document = reportDocument(report, {
      plan: { target, endpoints: [] },
      log: '/ws/run.log',
      fileName: shortName,
    });
    expect(document.text).toMatch(/^Mirrored to {2}709825985650/);
    expect(document.text).toContain('\n  The error log is run.log.\n  Outcome: 1 conflict\n');
    expect(document.text).not.toContain('Exit status');
    expect(linked(document)[0]).toBe('zeebe:8.3.4 → /ws/8_images.txt:3');
    expect(folded(document)).toHaveLength(2);
    expect(reportDocument({ ...report, ok: true }, { plan: { target, endpoints: [] } }).text).toContain(
      'Outcome: every image is where it belongs',
    );
  });
});

describe('the final writes of a plan', () => {
  it('are every tag, by repository, with its product', () => {
    const zeebe = { repository: 'zeebe', tags: ['8.3.4', '8.3.5'] };
    expect(finalWrites(plan)).toEqual([{ ...zeebe, product: 'Camunda 8' }]);
    const { products: _, ...unknown } = plan;
    expect(finalWrites({ ...unknown, items: [...items, item('operate:8.3.4', 'copy')] })).toEqual([
      zeebe,
      { repository: 'operate', tags: ['8.3.4'] },
    ]);
  });
});
