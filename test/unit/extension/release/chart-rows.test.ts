import { describe, expect, it } from 'vitest';
import type { ChartImage, ChartState } from '../../../../src/extension/charts/chart-state.ts';
import {
  type ChartImageRow,
  type ChartRow,
  isRow,
  type Row,
  rowId,
} from '../../../../src/extension/release/release-rows.ts';
import { rowDetails } from '../../../../src/extension/release/row-details.ts';
import { rowItem } from '../../../../src/extension/release/row-item.ts';
import { rowWords } from '../../../../src/extension/release/row-words.ts';

const settings = '/r/marketplace.yaml';
const state: ChartState = {
  record: 'one',
  settingsHash: 'hash',
  stage: 'planned',
  version: '9.1.0',
  changes: 4,
  images: { total: 9, missing: 2, wrong: 0, lacking: [] },
  errors: 0,
  problems: 0,
};
const chart = (known?: ChartState): ChartRow => ({
  kind: 'chart',
  settings,
  chart: { name: 'camunda', source: 'charts/camunda', delivery: 'helm', line: 7, column: 3, licenseChecks: [] },
  state: known,
  world: 'aws',
});
const image = (more: Partial<ChartImage> = {}): ChartImageRow => ({
  kind: 'chart-image',
  settings,
  chart: 'camunda',
  image: {
    source: 'docker.io/camunda/zeebe:8.3.4',
    target: 'registry.example/camunda/zeebe:8.3.4',
    state: 'missing',
    isDefault: true,
    places: [{ file: 'values.yaml', line: 3, value: 'zeebe.image' }],
    ...more,
  },
  reference: 'registry.example/camunda/zeebe:8.3.4',
});
const said = (row: Row) => {
  const { label, description } = rowWords(row, (file) => file);
  return `${label}: ${description}`;
};
const icon = (row: Row) => (rowItem(row, false).iconPath as { id: string }).id;

describe('the row of a chart', () => {
  it('says how far it is, and leads to its key in the settings', () => {
    expect(said(chart())).toBe('camunda: chart · not planned');
    expect(said(chart(state))).toBe('camunda: chart · planned · 9.1.0 · 4 files to change · 2 of 9 images missing');
    expect(rowItem(chart(), false).command?.arguments?.[0]).toMatchObject({ fsPath: settings });
  });

  it('opens once its images are known, and is what menus look for', () => {
    expect(rowItem(chart(), false).collapsibleState).toBe(0);
    expect(rowItem(chart(state), false).collapsibleState).toBe(1);
    expect(rowItem(chart(), false).contextValue).toBe('chart');
    expect(isRow(chart())).toBe(true);
  });

  it.each([
    ['conflict', 'circle-slash'],
    ['pushed', 'pass-filled'],
    ['written', 'save'],
  ] as const)('has an icon that repeats its words: %s', (stage, expected) => {
    expect(icon(chart({ ...state, stage }))).toBe(expected);
  });
});

describe('the row of an image of a chart', () => {
  it('is called as the target calls it, and says how it stands there', () => {
    expect(said(image())).toBe('zeebe:8.3.4: missing at the target');
    const renamed = image({
      source: 'docker.io/camunda/connectors-bundle:8.3.4',
      target: 'registry.example/c/connectors:8.3.4',
    });
    expect(said(renamed)).toBe('connectors:8.3.4: missing at the target');
    expect(rowDetails(renamed).fields).toContainEqual(['Source', 'docker.io/camunda/connectors-bundle:8.3.4']);
    const refused = image({ state: 'refused', code: 'chart-image-unclear', isDefault: false });
    expect(said(refused)).toMatch(
      /^zeebe:8\.3\.4: cannot be released so · chart-image-unclear · only with other values/,
    );
    expect(icon(refused)).toBe('error');
  });

  it('can be copied where it has a target, and tells in its tooltip who names it', () => {
    expect(rowItem(image(), false).contextValue).toBe('chart-image reference');
    expect(rowItem({ ...image(), reference: undefined }, false).contextValue).toBe('chart-image');
    expect(rowDetails(image()).fields).toContainEqual(['Named by', 'values.yaml:3, zeebe.image']);
  });

  it('is told from the same image of another chart', () => {
    expect(rowId(image())).not.toBe(rowId({ ...image(), chart: 'other' }));
  });
});
