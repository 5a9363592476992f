import { beforeEach, describe, expect, it } from 'vitest';
import { defaultFiles } from '#formats';
import { ReleaseError } from '#problem';
import type { ReleaseOutline } from '#worker';
import { ReleaseModel } from '../../../../src/extension/release/release-model.ts';
import { type ReleaseHeading, ReleaseTree } from '../../../../src/extension/release/release-tree.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter } from '../../../support/vscode.ts';

const one = '/r/one/marketplace.yaml';
const two = '/r/two/marketplace.yaml';

let files: string[];
let asked: string[];
let warned: string[];
let replaced: (readonly string[])[];
let states: string[];
/** The next answer of the worker waits for this. */
let gate: Promise<void>;
let outline: ReleaseOutline;
let services: Services;
let model: ReleaseModel;

beforeEach(() => {
  files = [one, two];
  [asked, warned, replaced, states] = [[], [], [], []];
  gate = Promise.resolve();
  outline = { files: [], forms: [], charts: [], patterns: { ...defaultFiles, forms: 'forms/*.form' }, problems: [] };
  services = {
    workers: {
      ask: async (_: string, __: string, { place }: { place: { settings: string } }) => {
        asked.push(place.settings);
        await gate;
        if (!files.includes(place.settings)) throw new ReleaseError('file-not-found', 'gone');
        return outline;
      },
    },
    settingsFiles: { all: async () => files.map((fsPath) => ({ fsPath })) },
    selection: {
      whereabouts: async (uri?: { fsPath: string }) => ({ world: 'aws', place: { settings: uri?.fsPath ?? files[0] } }),
    },
    problems: { replace: (_: string, of: readonly string[]) => replaced.push(of) },
    results: { onDidChange: new EventEmitter<void>().event, of: async () => [] },
    charts: { onDidChange: new EventEmitter<void>().event, of: () => undefined },
    contextState: { set: (_: string, state: string) => states.push(state) },
    log: { warn: (text: string) => warned.push(text) },
  } as unknown as Services;
  model = new ReleaseModel(services);
});

describe('the releases that were read', () => {
  it('are read again, and forgotten when their settings are gone', async () => {
    await Promise.all([model.load(one), model.load(two)]);
    files = [two];
    asked = [];
    replaced = [];
    await model.refresh();
    expect(asked).toEqual([two]);
    expect(model.known(one)).toBeUndefined();
    expect(model.known(two)).toBeDefined();
    // Its problems go with it.
    expect(replaced[0]).toEqual([one]);
    await model.refresh();
    expect(asked).toEqual([two, two]);
    expect(warned).toEqual([]);
  });
});

describe('a file of a release', () => {
  it('is one that was read, or is called as its settings call theirs', async () => {
    files = [one];
    expect(model.isOfRelease('/r/one/forms/8.4.1.form')).toBe(false);
    outline = { ...outline, forms: ['/r/one/odd.txt'] };
    await model.load(one);
    expect(
      ['odd.txt', 'forms/8.4.1.form', '8.4.1_images.txt'].map((file) => model.isOfRelease(`/r/one/${file}`)),
    ).toEqual([true, true, true]);
    expect(['/r/one/8.4.1.form', '/r/two/forms/8.4.1.form'].map((file) => model.isOfRelease(file))).toEqual([
      false,
      false,
    ]);
    // What was wrong with a form is gone with it.
    expect(replaced).toEqual([[one, '/r/one/odd.txt']]);
  });
});

describe('the rows', () => {
  it('are loading until they were read once, and not while they are read again', async () => {
    files = [one];
    const tree = new ReleaseTree(services, model);
    await tree.getChildren();
    expect(states).toEqual(['loading', 'empty']);
    await model.refresh();
    await tree.getChildren();
    expect(states).toEqual(['loading', 'empty', 'empty']);
  });

  it('that come late, after newer ones, have not the last word', async () => {
    files = [one];
    const tree = new ReleaseTree(services, model);
    const heads: ReleaseHeading[] = [];
    tree.onDidHead((head) => heads.push(head));
    let open = () => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const late = tree.getChildren();
    await new Promise((resolve) => setImmediate(resolve));
    files = [];
    await tree.getChildren();
    open();
    await late;
    expect(states).toEqual(['loading', 'settings-missing']);
    expect(heads).toEqual([{ description: '', message: '' }]);
  });
});
