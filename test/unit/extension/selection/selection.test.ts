import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Uri } from 'vscode';
import { registryPart } from '../../../../src/extension/selection/registry-part.ts';
import { Selection } from '../../../../src/extension/selection/selection.ts';
import { EventEmitter, settings } from '../../../support/vscode.ts';

const ours = '/r/a/marketplace.yaml';
const other = '/r/b/marketplace.yaml';
const text = 'version: 1\ntarget:\n  registry: a.example\nnames: []\n';

let files: Map<string, string>;
let fired: string[];
let selection: Selection;
const touched = new EventEmitter<void>();

beforeEach(() => {
  vi.useFakeTimers();
  settings.set('marketplaceRelease.profile', '');
  touched.dispose();
  files = new Map([
    [ours, text],
    [other, text],
  ]);
  const memory = new Map<string, unknown>([['selected', { world: 'aws', settings: ours }]]);
  selection = new Selection(
    { get: <T>(name: string) => memory.get(name) as T, update: async (name, value) => void memory.set(name, value) },
    { all: async () => [...files.keys()].map((fsPath) => ({ fsPath }) as Uri), onDidChange: touched.event },
    async (file) => files.get(file) ?? '',
  );
  fired = [];
  selection.onDidChange(() => void fired.push('change'));
  selection.onDidWrite(() => void fired.push('write'));
});
afterEach(() => {
  selection.dispose();
  vi.useRealTimers();
  settings.clear();
});

/** A file is written, or goes. */
async function write(file: string, written: string | undefined, waitMs = 2000): Promise<void> {
  if (written === undefined) files.delete(file);
  else files.set(file, written);
  touched.fire();
  await vi.advanceTimersByTimeAsync(waitMs);
}

describe('what is chosen has changed', () => {
  it('when its file says something else of the registry, once somebody pauses', async () => {
    await selection.whereabouts();
    for (const host of ['b', 'b.e', 'b.example']) await write(ours, text.replace('a.example', host), 500);
    expect(fired).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(fired).toEqual(['change']);
  });

  it('not when another file is written, comes or goes, nor when nothing is other than it was', async () => {
    await selection.whereabouts();
    await write(other, text.replace('a.example', 'c.example'));
    await write('/r/c/marketplace.yaml', text);
    await write(other, undefined);
    await write(ours, text);
    expect(fired).toEqual([]);
  });

  it('not when its file says something else that is not of the registry; that is told by itself', async () => {
    await selection.whereabouts();
    await write(ours, `${text}files: { unpaired: sources }\n`);
    expect(fired).toEqual(['write']);
    await write(ours, text.replace('a.example', 'b.example'));
    expect(fired).toEqual(['write', 'change']);
  });

  it('at once when the file goes or comes, or something else is chosen', async () => {
    await selection.whereabouts();
    await write(ours, undefined, 0);
    expect(fired).toEqual(['change']);
    await selection.whereabouts();
    await write(ours, text, 0);
    expect(fired).toEqual(['change', 'change']);
    await selection.choose({ world: 'sandbox' });
    expect(fired).toHaveLength(3);
  });
});

describe('the part of a settings file that concerns the registry', () => {
  it('is its targets and registries, without comments', () => {
    const written = `# ours\nversion: 1\n\n"targets":\n  # one\n  a: { registry: x }\nnames:\n  - from: b\nregistries:\n  c:\n    plainHttp: true\n`;
    expect(registryPart(written)).toBe('"targets":\n  a: { registry: x }\nregistries:\n  c:\n    plainHttp: true');
    expect(registryPart('files: {}\n')).toBe('');
  });

  it('is all of a text that has no parts', () => {
    for (const whole of ['{ version: 1, target: { registry: x } }', 'garbage', '{\n"version": 1\n}'])
      expect(registryPart(whole)).toBe(whole);
  });
});
