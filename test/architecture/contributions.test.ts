import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import {
  commands,
  contextKeys,
  documentScheme,
  languages,
  problemMatcher,
  settingNames,
  taskType,
  titleCommands,
  viewContainer,
  views,
} from '../../src/extension/ids.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const words: Record<string, string> = JSON.parse(read('package.nls.json'));
const { contributes } = manifest;
const sources = sourceTexts(path.join(root, 'src', 'extension'));

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
const menus = Object.entries<readonly MenuItem[]>(contributes.menus);
const items = menus.flatMap(([, entries]) => entries);
/** Everything in package.json that VS Code evaluates as a condition. */
const conditions = [
  ...items.map(({ when }) => when ?? ''),
  ...contributes.viewsWelcome.map(({ when }: MenuItem) => when ?? ''),
  ...contributes.commands.map(({ enablement }: { enablement?: string }) => enablement ?? ''),
];

describe('ids.ts and package.json', () => {
  it('have the same commands', () => {
    const named = contributes.commands.map(({ command }: MenuItem) => command);
    expect(named.sort()).toEqual([...Object.values(commands), ...Object.values(titleCommands)].sort());
  });

  it('have the same views, in the same container', () => {
    expect(Object.keys(contributes.views)).toEqual([viewContainer]);
    expect(contributes.viewsContainers.activitybar.map(({ id }: { id: string }) => id)).toEqual([viewContainer]);
    expect(contributes.views[viewContainer].map(({ id }: { id: string }) => id).sort()).toEqual(
      Object.values(views).sort(),
    );
  });

  it('have the same settings', () => {
    const named = Object.keys(contributes.configuration.properties).map((key) =>
      key.replace('marketplaceRelease.', ''),
    );
    expect(named.sort()).toEqual([...settingNames].sort());
  });

  it('have the same context keys', () => {
    const used = conditions.flatMap((when) =>
      [...when.replaceAll(/view == \S+/g, '').matchAll(/\bmarketplaceRelease\.\w+(?:\.\w+)*/g)].map(([key]) => key),
    );
    // Every key that a condition reads is declared, and every key that is declared is read and set.
    expect([...new Set(used)].sort()).toEqual([...contextKeys].sort());
    expect(contextKeys.filter((key) => !sources.some((text) => text.includes(`'${key}'`)))).toEqual([]);
  });

  it('have the same language, scheme, task type and problem matcher', () => {
    expect(contributes.languages.map(({ id }: { id: string }) => id).sort()).toEqual(Object.values(languages).sort());
    expect(contributes.taskDefinitions.map(({ type }: { type: string }) => type)).toEqual([taskType]);
    expect(contributes.problemMatchers.map(({ name }: { name: string }) => name)).toEqual([problemMatcher]);
    const schemes = conditions.flatMap((when) => [...when.matchAll(/resourceScheme == (\S+)/g)].map(([, one]) => one));
    expect(schemes.filter((scheme) => scheme !== 'file' && scheme !== documentScheme)).toEqual([]);
  });

  it('register every command once', () => {
    const counts = Object.keys(commands).map((name) => {
      const registered = sources.filter((text) => new RegExp(`register\\w*\\([^;]*?commands\\.${name}\\b`).test(text));
      return [name, registered.length];
    });
    expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
    // Those of titles are registered by a loop over all of them: once, and nowhere one by one.
    expect(sources.filter((text) => /register\w*\([^;]*?titleCommands\b/.test(text))).toHaveLength(1);
  });
});

describe('the commands of view titles', () => {
  const inTitles: string[] = contributes.menus['view/title'].map(({ command }: MenuItem) => command);
  const names = Object.keys(titleCommands) as (keyof typeof titleCommands)[];

  it('look as the commands that they run do, and are hidden from the palette', () => {
    const shown = (id: string) => {
      const { command: _, ...look } = contributes.commands.find(({ command }: MenuItem) => command === id);
      return look;
    };
    for (const name of names) expect(shown(titleCommands[name])).toEqual(shown(commands[name]));
    const hidden = contributes.menus.commandPalette.filter(({ when }: MenuItem) => when === 'false');
    expect(hidden.map(({ command }: MenuItem) => command)).toEqual(
      expect.arrayContaining(Object.values(titleCommands)),
    );
  });

  it('stand in titles, and nowhere else', () => {
    expect(Object.values(titleCommands).filter((id) => !inTitles.includes(id))).toEqual([]);
    const elsewhere = menus.filter(([menu]) => menu !== 'view/title' && menu !== 'commandPalette');
    const own: readonly string[] = Object.values(titleCommands);
    expect(elsewhere.flatMap(([, entries]) => entries).filter(({ command }) => own.includes(command))).toEqual([]);
  });

  it('take the place of every command that looks at what it was called with', () => {
    // VS Code calls a title's command with the row that has the focus.
    const looks = Object.keys(commands).filter((name) =>
      sources.some((text) =>
        new RegExp(`commands\\.${name},\\s*(?:async )?\\((?:\\.\\.\\.|\\{ \\w+ \\}, \\[?)?\\w`).test(text),
      ),
    ) as (keyof typeof commands)[];
    expect(looks).toEqual(expect.arrayContaining(names));
    expect(looks.filter((name) => inTitles.includes(commands[name]))).toEqual([]);
  });
});

describe('package.json', () => {
  it('puts only its own commands into menus', () => {
    const own: readonly string[] = [...Object.values(commands), ...Object.values(titleCommands)];
    expect(items.filter(({ command }) => !own.includes(command))).toEqual([]);
  });

  it('asks for views that there are', () => {
    const asked = conditions.flatMap((when) => [...when.matchAll(/view == (\S+)/g)].map(([, view]) => view));
    expect(asked.filter((view) => !(Object.values(views) as (string | undefined)[]).includes(view))).toEqual([]);
  });

  it('has at most two inline actions for any row', () => {
    const inline = items.filter(({ group }) => group?.startsWith('inline'));
    for (const view of Object.values(views)) {
      const ofView = inline.filter(({ when }) => when?.includes(`view == ${view} `));
      expect(ofView.length).toBeGreaterThan(0);
      expect(ofView.length).toBeLessThanOrEqual(2);
    }
  });

  it('gives every command a category, and a title without one', () => {
    for (const { title, category } of contributes.commands) {
      expect(category).toBe('%category%');
      expect(words[title.slice(1, -1)]).not.toMatch(/marketplace:/i);
    }
  });

  it('says all that a person reads in package.nls.json, and nothing else stands there', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(words).sort());
    expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('links from welcomes only to commands that there are', () => {
    const known = [
      ...Object.values(commands),
      'workbench.trust.manage',
      'workbench.actions.view.problems',
      'vscode.openFolder',
    ];
    const linked = Object.values(words).flatMap((text) =>
      [...text.matchAll(/\(command:([^)]+)\)/g)].map(([, id = '']) => id),
    );
    expect(linked.length).toBeGreaterThan(10);
    expect(linked.filter((id) => !(known as string[]).includes(id))).toEqual([]);
  });

  it('names files that are there', () => {
    const files = [
      manifest.icon,
      ...contributes.grammars.map((grammar: { path: string }) => grammar.path),
      ...contributes.languages.flatMap(({ configuration }: { configuration?: string }) => configuration ?? []),
      ...contributes.viewsContainers.activitybar.map(({ icon }: { icon: string }) => icon),
    ];
    expect(files.filter((file: string) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('keeps a workspace that is not trusted from choosing where credentials and programs go', () => {
    const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    const dangerous = ['profile', 'awsEndpoint', 'sandbox.folder'].map((name) => `marketplaceRelease.${name}`);
    expect(restricted.sort()).toEqual(dangerous.sort());
  });
});

function sourceTexts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
}
