import { describe, expect, it } from 'vitest';
import type { Item, ItemOutcome, MirrorPlan } from '#jobs';
import type { Problem } from '#problem';
import type { JobResult } from '../../../../src/extension/jobs/results/job-result.ts';
import { stateWords } from '../../../../src/extension/release/image-state.ts';
import { KnownItems } from '../../../../src/extension/release/known-items.ts';
import { releaseName } from '../../../../src/extension/release/release-name.ts';
import { type FileRow, fileRows, imagesOf, isRow, type Row } from '../../../../src/extension/release/release-rows.ts';
import { rowDetails } from '../../../../src/extension/release/row-details.ts';
import { rowIcon } from '../../../../src/extension/release/row-icon.ts';
import { counted, rowWords } from '../../../../src/extension/release/row-words.ts';
import { countWords } from '../../../../src/extension/release/state-counts.ts';
import {
  at,
  image,
  item,
  list,
  outlineOf,
  planOf,
  releaseFile,
  resultOf,
  settings,
  sha,
  sourceOf,
  target,
  verifiedOf,
} from '../../../support/job-results.ts';

const names = ['zeebe:8.3.4', 'identity:8.3.4'];
const outline = {
  files: [
    outlineOf(releaseFile, [
      ...names.map((name, index) => image(name, 8 + index)),
      image('grafana:10.2.3', 20, { isIgnored: true }),
    ]),
    outlineOf(
      list,
      names.map((name, index) => image(name, 3 + index)),
    ),
  ],
  problems: [] as Problem[],
};
const planned = new KnownItems([
  resultOf([
    item('zeebe:8.3.4', 'copy', { origins: [at(list, 3), at(releaseFile, 8)] }),
    item('identity:8.3.4', 'conflict', { digest: sha('1'), origins: [at(list, 4), at(releaseFile, 9)] }),
    item('grafana:10.2.3', 'ignored', { origins: [at(releaseFile, 20)] }),
  ]),
]);
const words = (row: Row) => rowWords(row, (file) => file);
const problem = (file: string, line: number): Problem => ({
  file,
  range: at(file, line),
  rule: 'tag-latest',
  severity: 'error',
  message: 'Not latest',
});

describe('the rows of a release', () => {
  it('are its files by name, with their images; a release file shows what its lists leave out', () => {
    const rows = fileRows(settings, outline, new KnownItems([])) as FileRow[];
    expect(rows.map(words)).toEqual([
      {
        label: '8.3.4_images.txt',
        description: '2 images',
        accessible: '8.3.4_images.txt, 2 images',
      },
      {
        label: '8.3.4_release.json',
        description: '3 images, 1 not listed',
        accessible: '8.3.4_release.json, 3 images, 1 not listed',
      },
    ]);
    expect(rows.map(({ images }) => images.map((row) => words(row).description))).toEqual([
      ['not planned', 'not planned'],
      ['not listed'],
    ]);
  });

  it('are all images of a release file that has no lists', () => {
    const files = [outlineOf(releaseFile, [image('zeebe:8.3.4', 8), image('grafana:10.2.3', 20)])];
    const [row] = fileRows(settings, { files, problems: [] }, new KnownItems([])) as FileRow[];
    expect(row && words(row).description).toBe('2 images');
    expect(row?.images.map(({ state }) => state)).toEqual(['unplanned', 'unplanned']);
  });

  it('say so when all images of a release file are listed', () => {
    const files = outline.files.map((file) => ({ ...file, images: file.images.filter(({ isIgnored }) => !isIgnored) }));
    const rows = fileRows(settings, { files, problems: [] }, new KnownItems([])) as FileRow[];
    expect(rows.map((row) => words(row).description)).toEqual(['2 images', '2 images, all listed']);
    expect(rows[1]?.images).toEqual([]);
  });

  it('have counts, states and references after a plan', () => {
    const rows = fileRows(settings, outline, planned) as FileRow[];
    expect(rows.map((row) => words(row).description)).toEqual([
      '2 images · 1 to copy, 1 conflict',
      '3 images, 1 not listed',
    ]);
    const [zeebe, identity] = rows[0]?.images ?? [];
    expect(zeebe && words(zeebe)).toEqual({
      label: 'zeebe:8.3.4',
      description: 'to copy · 212 MB',
      accessible: 'zeebe:8.3.4, to copy, 212 MB, line 3 of 8.3.4_images.txt',
    });
    expect(identity && words(identity).description).toBe('conflict · taken by sha256:1111…1111');
    expect(zeebe?.reference).toBe('709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8/zeebe:8.3.4');
    expect(countWords(counted(imagesOf(rows)))).toBe('1 to copy, 1 conflict');
  });

  it('show problems on their lines, and the settings when those have some', () => {
    const problems = [problem(list, 4), problem(settings, 2)];
    const rows = fileRows(settings, { ...outline, problems }, planned);
    expect(rows.map((row) => words(row).description)).toEqual([
      '1 error',
      '2 images · 1 to copy, 1 conflict · 1 error',
      '3 images, 1 not listed',
    ]);
    const identity = imagesOf(rows)[1];
    expect(identity && words(identity).description).toBe('conflict · taken by sha256:1111…1111 · error: tag-latest');
    expect(identity && rowDetails(identity).sentences.at(-1)).toBe('Line 4: error tag-latest: Not latest');
  });

  it('name what lies in a layout by its folder, in details and in the reference', () => {
    const inLayout = { ...target, registry: 'handover.layout', layout: '/out/handover', kind: 'oci' as const };
    const goes = item('zeebe:8.3.4', 'copy', { target: 'handover.layout/camunda/camunda8/zeebe:8.3.4' });
    const comes = item('zeebe:8.3.4', 'copy', { source: 'handover.layout/camunda/camunda8/zeebe:8.3.4' });
    const rowOf = (planned: Item, more: Partial<MirrorPlan>) => {
      const known = new KnownItems([resultOf([planned], { plan: planOf([planned], more) })]);
      const files = [outlineOf(list, [image('zeebe:8.3.4', 3)])];
      return imagesOf(fileRows(settings, { files, problems: [] }, known))[0];
    };
    const place = 'oci:/out/handover:camunda/camunda8/zeebe:8.3.4';
    const targeted = rowOf(goes, { target: inLayout });
    expect(targeted?.reference).toBe(place);
    expect(targeted && rowDetails(targeted).fields).toContainEqual(['Target', place]);
    const promoted = rowOf(comes, { promotedFrom: inLayout });
    expect(promoted && rowDetails(promoted).fields).toContainEqual(['Source', place]);
  });

  it('are known when a command is called on them, and nothing else is', () => {
    expect(fileRows(settings, outline, planned).every(isRow)).toBe(true);
    expect([undefined, null, 'file', { kind: 'file' }, { settings, kind: 'tag' }].some(isRow)).toBe(false);
  });
});

describe('the state of an image in words', () => {
  const failed: Partial<Item> = { code: 'access-denied', message: 'Denied', hint: 'Ask.' };
  const missing: Partial<Item> = { missingPlatforms: ['linux/arm64'], digest: sha('a') };
  it.each<[ItemOutcome, Partial<Item>, string]>([
    ['copy', {}, 'to copy · 212 MB'],
    ['copy', { missingPlatforms: ['linux/arm64'] }, 'to copy · 212 MB · without linux/arm64'],
    ['copied', { digest: sha('9') }, 'copied · sha256:9999…9999'],
    ['present', { digest: sha('9') }, 'present · sha256:9999…9999'],
    ['equivalent', { digest: sha('9') }, 'equivalent · sha256:9999…9999'],
    ['equivalent', missing, 'equivalent · without linux/arm64'],
    ['conflict', { digest: sha('1') }, 'conflict · taken by sha256:1111…1111'],
    ['failed', failed, 'failed · access-denied'],
    ['cancelled', {}, 'cancelled'],
    ['ignored', {}, 'not listed'],
  ])('%s %j', (outcome, more, said) => {
    expect(stateWords(outcome, item('zeebe:8.3.4', outcome, more))).toBe(said);
  });

  it('tells all in the tooltip, with what to do', () => {
    const [row] = fileRows(
      settings,
      outline,
      new KnownItems([resultOf([item('zeebe:8.3.4', 'failed', failed)])]),
    ) as FileRow[];
    const details = row?.images[0] && rowDetails(row.images[0]);
    expect(details?.sentences).toEqual(['access-denied: Denied. Ask.']);
    expect(details?.fields).toContainEqual(['Source', sourceOf('zeebe:8.3.4')]);
  });
});

describe('what a verification found, on its rows', () => {
  const fingerprint = '0123456789ABCDEF0123456789ABCDEF01239A2E';
  const signedBy = `${fingerprint.slice(0, -4)}0000`;
  const attestation = {
    state: 'verified',
    image: 'a@b',
    fingerprint,
    signedBy,
    signedAt: '2026-01-01',
    occurrence: 'o/1',
  };
  const old = { rule: 'eol-base', severity: 'warning', message: 'Debian 10', hint: 'Rebuild.' } as const;
  const silenced = [{ rule: 'non-root' as const, reason: 'to be replaced', count: 2 }];
  const rowOf = (
    outcome: ItemOutcome,
    more: Partial<Item>,
    result: (items: readonly Item[]) => JobResult = verifiedOf,
  ) => {
    const known = new KnownItems([result([item('zeebe:8.3.4', outcome, more)])]);
    const [row] = imagesOf(
      fileRows(settings, { files: [outlineOf(list, [image('zeebe:8.3.4', 3)])], problems: [] }, known),
    );
    if (!row) throw new Error('There is no row');
    return row;
  };
  const iconOf = (row: Row) => {
    const { id, color } = rowIcon(row);
    return [id, color?.id];
  };
  const missing = { code: 'not-released', message: 'It is not there' } as const;
  const attested = { digest: sha('9'), attestation } as Partial<Item>;
  const exempt: Partial<Item> = { attestation: { state: 'exempt', reason: 'not the vendor’s' } };
  const unproven: Partial<Item> = { attestation: { state: 'unproven', code: 'attestation-missing' } };
  const root = { rule: 'non-root', severity: 'error', message: 'Root' } as const;

  it.each<[ItemOutcome, Partial<Item>, string, string, string]>([
    ['present', attested, 'verified · sha256:9999…9999 · attested by 0123 9A2E', 'verified-filled', 'charts.green'],
    ['present', { findings: [old] }, 'verified · 1 warning', 'verified-filled', 'charts.yellow'],
    ['equivalent', { digest: sha('9') }, 'verified · equivalent · sha256:9999…9999', 'verified-filled', 'charts.green'],
    ['present', exempt, 'verified · exempt from attestation', 'verified-filled', 'charts.green'],
    ['present', unproven, 'verified · not attested', 'verified-filled', 'charts.green'],
    ['failed', missing, 'missing', 'search-stop', 'problemsErrorIcon.foreground'],
    [
      'failed',
      { code: 'non-root', message: root.message, findings: [root] },
      'failed · non-root',
      'error',
      'problemsErrorIcon.foreground',
    ],
    [
      'failed',
      { code: 'non-root', message: root.message, findings: [root, old] },
      'failed · non-root · 1 warning',
      'error',
      'problemsErrorIcon.foreground',
    ],
    [
      'failed',
      { code: 'non-root', message: root.message, findings: [root, { ...root, message: 'On linux/arm64 as well' }] },
      'failed · non-root · 1 error',
      'error',
      'problemsErrorIcon.foreground',
    ],
    [
      'failed',
      { code: 'attestation-missing', ...unproven },
      'failed · attestation-missing',
      'error',
      'problemsErrorIcon.foreground',
    ],
  ])('%s %j', (outcome, more, said, icon, colour) => {
    const row = rowOf(outcome, more);
    expect(words(row).description).toBe(said);
    expect(iconOf(row)).toEqual([icon, colour]);
  });

  it('a plan is said otherwise: what is there was not verified, what is made is derived', () => {
    const derived = { base: 'docker.io/a@sha256:1', user: '1001' };
    const row = rowOf('present', { derived, ...exempt }, resultOf);
    expect(words(row).description).toBe('present · derived · exempt from attestation');
    expect(rowDetails(row).fields).toContainEqual(['Made from', derived.base]);
    expect(rowDetails(row).fields).toContainEqual(['Attestation', 'exempt: not the vendor’s']);
  });

  it('tell all in the tooltip: who signed, what was found, what is off and why; nothing twice', () => {
    const { fields, sentences } = rowDetails(
      rowOf('failed', {
        ...attested,
        code: 'non-root',
        message: 'Root',
        hint: 'Set a user.',
        findings: [root, old],
        silenced,
      }),
    );
    const signed = `of the key ${fingerprint}, signed 2026-01-01 by its sub-key ${signedBy}: o/1`;
    expect(fields).toContainEqual(['Attestation', signed]);
    expect(sentences).toEqual([
      'non-root: Root. Set a user.',
      'warning eol-base: Debian 10. Rebuild.',
      '2 findings of non-root are off: to be replaced',
    ]);
  });

  it('end each sentence with one full stop', () => {
    const found = { ...old, message: 'It is built on Debian 10.' };
    const row = rowOf('failed', {
      code: 'non-root',
      message: 'It runs as root.',
      hint: 'Set a user.',
      findings: [found],
    });
    const line = { ...problem(list, 1), message: 'It has no digest.', hint: 'Add @sha256:' };
    expect(rowDetails({ ...row, problems: [line] } as Row).sentences).toEqual([
      'non-root: It runs as root. Set a user.',
      'warning eol-base: It is built on Debian 10. Rebuild.',
      'Line 1: error tag-latest: It has no digest. Add @sha256:',
    ]);
  });

  it('are counted: what is verified, what is missing, and what has warnings', () => {
    const items = [
      item('a:1', 'present', { findings: [old] }),
      item('b:1', 'equivalent'),
      item('c:1', 'failed', missing),
      item('d:1', 'failed', { code: 'non-root' }),
    ];
    const files = [
      outlineOf(
        list,
        items.map(({ target: full }, line) => image(full.split('/').at(-1) ?? '', line + 1)),
      ),
    ];
    const rows = fileRows(settings, { files, problems: [] }, new KnownItems([verifiedOf(items)]));
    expect(countWords(counted(imagesOf(rows)))).toBe('2 verified, 1 missing, 1 failed, 1 with warnings');
  });
});

describe('the counts of a release', () => {
  const all = (...states: Parameters<typeof countWords>[0][number]['state'][]) =>
    states.map((state, index) => ({ name: `image-${index}:1`, source: 'x', state, isWarned: false }));

  it('are silent before a plan', () => {
    expect(countWords(all('unplanned', 'ignored'))).toBe('');
    expect(countWords([])).toBe('');
  });

  it('name what needs somebody, and what is there when nothing does', () => {
    expect(countWords(all('copy', 'copy', 'present', 'conflict', 'failed'))).toBe('2 to copy, 1 conflict, 1 failed');
    expect(countWords(all('present', 'equivalent'))).toBe('2 there');
    expect(countWords(all('copied', 'cancelled', 'unplanned'))).toBe('1 copied, 1 cancelled, 1 not planned');
  });

  it('count an image that two lists name once', () => {
    const twice = [...all('copy'), ...all('copy')];
    expect(countWords(twice)).toBe('1 to copy');
  });
});

describe('the name of a release', () => {
  it('is what its files share, else its folder', () => {
    expect(releaseName(settings, [list, releaseFile])).toBe('8.3.4');
    expect(releaseName(settings, [list, '/repo/release/8.4.0_images.txt'])).toBe('release');
    expect(releaseName(settings, ['/repo/release/images.txt'])).toBe('release');
    expect(releaseName(settings, [])).toBe('release');
  });
});
