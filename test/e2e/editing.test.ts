import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;
const release = sampleWorkspace();
const workspace = path.dirname(release);
const original = (file: string) => readFileSync(path.join(release, file), 'utf8');
const list = original('8.3.4_images.txt');

writeFileSync(
  path.join(release, 'next_images.txt'),
  'zeebe:8.3.3 docker.io/camunda/zeebe:8.3.3\noperate:8.3.3 docker.io/camunda/operate:8.3.3\n',
);

// Another project's: it is called as ours are, and is nothing of ours.
const theirs = path.join(workspace, 'theirs');
mkdirSync(theirs);
writeFileSync(path.join(theirs, 'release.json'), '{ "tag_name": "v1.0.0", "assets": [ { "source": 1 } ] }\n');
writeFileSync(path.join(theirs, 'images.txt'), 'cat.png the cat\ndog.png the dog, twice\ndog.png the dog, twice\n');

const problemsOf = async (file: string) => (await editor.problems()).filter((problem) => problem.file === file);
const codesOf = async (file: string) => (await problemsOf(file)).map(({ code }) => code.replace(/[()]/g, '')).sort();
const text = () => editor.textEditor.text();
/** Has the editor's own command change the text, and waits for that with hands off. */
async function changedBy(command: string, expected: string): Promise<void> {
  await editor.runCommand(command);
  await expect.poll(() => editor.textEditor.shownLines()).toEqual(expected.split('\n'));
  expect(await text()).toBe(expected);
}

beforeAll(async () => {
  const settings = {
    'marketplaceRelease.sandbox.folder': newFolder('sandbox'),
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    'editor.suggestOnTriggerCharacters': false,
  };
  workbench = await openWorkbench({ workspace, settings });
  editor = await workbench.openWindow();
});
afterAll(() => workbench.close());

describe('an image list', () => {
  it('says what is wrong while it is typed, once', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll('zeebe:8.3.4\n  operate:8.3.4   \nzeebe:8.3.4\n');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
    await editor.textEditor.save();
    // The file on disk is looked at too, and says the same.
    await editor.runCommand('Marketplace: Check the Files');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
  });

  it('has a fix for it, at the key', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.goTo(3, 2);
    expect(await editor.textEditor.quickFixes()).toContain('Remove this line');
    await editor.textEditor.applyQuickFix('Remove this line');
    await expect.poll(text).toBe('zeebe:8.3.4\n  operate:8.3.4   \n');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual([]);
  });

  it('has what is safe to fix fixed by one command, which may run on save', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll('zeebe:8.3.4\n  operate:8.3.4   \nzeebe:8.3.4\n');
    // VS Code gives up what it was asked for when problems come in meanwhile.
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
    await editor.textEditor.open('8.3.4_images.txt');
    await changedBy('Fix All', 'zeebe:8.3.4\n  operate:8.3.4   \n');
  });

  it('is formatted', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await changedBy('Format Document', 'zeebe:8.3.4\noperate:8.3.4\n');
  });

  it('offers what the release has and the list lacks', async () => {
    await editor.textEditor.goTo(3);
    expect(await editor.textEditor.completions()).toEqual(expect.arrayContaining(['identity:8.3.4', 'tasklist:8.3.4']));
    await editor.textEditor.takeCompletion('identity:8.3.4');
    await expect.poll(text).toBe('zeebe:8.3.4\noperate:8.3.4\nidentity:8.3.4');
  });

  it('shows how each image stands when it is asked to, and what can be done', async () => {
    await editor.textEditor.replaceAll(list);
    await editor.textEditor.save();
    await editor.runCommand('Marketplace: Start the Sandbox');
    await editor.openView('AWS Marketplace');
    await expect
      .poll(async () => (await editor.tree('Repositories').rows()).map(({ label }) => label))
      .toContain('zeebe');
    await editor.textEditor.open('8.3.4_images.txt');
    expect(await editor.textEditor.wordsBehindLines()).toEqual([]);
    await editor.textEditor.pressCodeLens('Show image states');
    await expect
      .poll(() => editor.textEditor.wordsBehindLines())
      .toEqual([
        '+ missing',
        '+ missing',
        expect.stringMatching(/^✓ there · sha256:/),
        expect.stringMatching(/^✕ taken by sha256:/),
        expect.stringMatching(/^✓ there · sha256:/),
        '+ missing',
      ]);
    await editor.screenshot('image-states');
    await expect.poll(() => editor.textEditor.codeLenses()).toContain('Hide image states');
  });

  it('says of an image what the registries know of it', async () => {
    await editor.textEditor.goTo(6, 3);
    expect(await editor.textEditor.hover()).toMatch(/sha256:[0-9a-f]{64}/);
  });

  it('takes another tag for one that is taken, and only in the editor', async () => {
    await editor.textEditor.pressCodeLens(/^Release as 8\.3\.4-1/);
    await expect.poll(text).toContain('identity:8.3.4-1 ');
    expect(original('8.3.4_images.txt')).toBe(list);
    await editor.textEditor.replaceAll(list);
    await editor.textEditor.save();
  });
});

describe('a list of sources, called as nobody else calls it', () => {
  const written = 'zeebe:8.3.3 docker.io/camunda/zeebe:8.3.3\noperate:8.3.3 docker.io/camunda/operate:8.3.3\n';
  const newer = written.replaceAll('8.3.3', '8.3.4');

  it('is an image list because a marketplace.yaml governs it, and is told of newer releases', async () => {
    await editor.textEditor.open('next_images.txt');
    await editor.textEditor.pressCodeLens('Show image states');
    await expect
      .poll(() => editor.textEditor.wordsBehindLines())
      .toEqual([expect.stringMatching(/↑ 8\.3\.4 is out$/), expect.stringMatching(/↑ 8\.3\.4 is out$/)]);
    await editor.screenshot('newer-releases');
  });

  it('takes them one by one or all at once, and gives them back', async () => {
    await editor.textEditor.goTo(2, 3);
    await editor.runCommand('Marketplace: Update Image to Newest');
    await expect.poll(text).toBe(`${written.split('\n')[0]}\n${newer.split('\n')[1]}\n`);
    await editor.textEditor.goTo(1);
    await editor.keyboard.press('Control+Z');
    await expect.poll(text).toBe(written);
    await editor.textEditor.pressCodeLens('Update all 2 images');
    await expect.poll(text).toBe(newer);
    await editor.textEditor.goTo(1);
    await editor.keyboard.press('Control+Z');
    await expect.poll(text).toBe(written);
    expect(original('next_images.txt')).toBe(written);
  });
});

describe('a release file', () => {
  it('says what is wrong while it is typed, with a fix', async () => {
    await editor.textEditor.open('8.3.4_release.json');
    const whole = original('8.3.4_release.json');
    await editor.textEditor.replaceAll(whole.replace(/(zeebe:8\.3\.4)@sha256:[0-9a-f]{64}/, '$1'));
    await expect.poll(() => codesOf('8.3.4_release.json')).toContain('digest-missing');
    const line = whole.split('\n').findIndex((each) => each.includes('"source": "docker.io/camunda/zeebe')) + 1;
    await editor.textEditor.open('8.3.4_release.json');
    await editor.textEditor.goTo(line, 30);
    await expect.poll(() => editor.textEditor.quickFixes()).toContainEqual(expect.stringMatching(/^Pin to sha256:/));
    await editor.textEditor.applyQuickFix('Pin to sha256:');
    await expect.poll(text).toContain('docker.io/camunda/zeebe:8.3.4@sha256:b899091f');
    await expect.poll(() => codesOf('8.3.4_release.json')).not.toContain('digest-missing');
    await editor.textEditor.open('8.3.4_release.json');
    await editor.textEditor.goTo(line, 30);
    expect(await editor.textEditor.hover()).toMatch(/linux\/amd64/);
    expect(await editor.textEditor.codeLenses()).toContain('Show image states');
  });
});

describe('marketplace.yaml', () => {
  it('says what is wrong while it is typed, with a fix, a hover, a completion and a format', async () => {
    await editor.textEditor.open('marketplace.yaml');
    const whole = original('marketplace.yaml');
    await editor.textEditor.replaceAll(whole.replace('prefix:', 'prefx:'));
    await expect.poll(() => codesOf('marketplace.yaml')).toContain('setting-unknown');
    const line = whole.split('\n').findIndex((each) => each.includes('prefix:')) + 1;
    await editor.textEditor.open('marketplace.yaml');
    await editor.textEditor.goTo(line, 5);
    await editor.textEditor.applyQuickFix('Change to prefix');
    await expect.poll(text).toBe(whole);
    await editor.textEditor.goTo(line, 5);
    expect(await editor.textEditor.hover()).toMatch(/prefix/i);
    await editor.textEditor.replaceAll(`${whole.trimEnd()}\nrep\n`);
    await editor.textEditor.goTo(whole.trimEnd().split('\n').length + 1, 4);
    expect(await editor.textEditor.completions()).toContain('report');
    await editor.textEditor.replaceAll(`${whole.trimEnd()}   \n\n\n\n`);
    await changedBy('Format Document', whole);
    expect(await editor.textEditor.codeLenses()).toEqual(['Check the files', 'Plan']);
  });
});

describe('a load form', () => {
  const form = '[8.4.1]\nForm: Container version\nVersion titel: 8.4.1\nRelease notes: Fixes — all of them\n';

  it('is begun by its kind', async () => {
    await editor.runCommand('Marketplace: New Load Form…');
    await editor.quickInput.choose('Container version');
    await expect.poll(text).toMatch(/^\[New version\]\nForm: Container version\n/);
    await editor.textEditor.replaceAll(form);
    await expect
      .poll(async () => (await editor.problems()).map(({ code }) => code.replace(/[()]/g, '')))
      .toEqual(expect.arrayContaining(['form-field-unknown', 'form-characters']));
  });

  it('has fixes at the key, a hover, completions, a format and lenses', async () => {
    await editor.textEditor.goTo(3, 4);
    await editor.textEditor.applyQuickFix('Change to Version title');
    await expect.poll(text).toContain('\nVersion title: 8.4.1\n');
    await editor.textEditor.goTo(4, 22);
    await editor.textEditor.applyQuickFix('Replace it by "-"');
    await expect.poll(text).toContain('\nRelease notes: Fixes - all of them\n');
    await editor.textEditor.goTo(4, 3);
    expect(await editor.textEditor.hover()).toMatch(/Release notes/);
    await editor.textEditor.goTo(5);
    expect(await editor.textEditor.completions()).toContain('Product ID');
    const lenses = () => editor.textEditor.codeLenses();
    await expect.poll(() => editor.textEditor.wordsBehindLines()).toContainEqual(expect.stringMatching(/^5 of \d+$/));
    await expect.poll(lenses).toContain('Copy');
    await editor.textEditor.pressCodeLens('Copy');
    await expect.poll(() => editor.page.evaluate(() => navigator.clipboard.readText())).toBe('8.4.1');
    await editor.textEditor.replaceAll('[8.4.1]\nVersion title:   8.4.1\nForm: Container version\n');
    await changedBy('Format Document', '[8.4.1]\nForm: Container version\nVersion title: 8.4.1\n');
    await editor.screenshot('load-form');
  });
});

describe("a stranger's files", () => {
  it.each(['theirs/release.json', 'theirs/images.txt'])('stay as they are: %s', async (file) => {
    await editor.textEditor.open(file);
    await editor.textEditor.goTo(1, 3);
    // Ours is looked at after it: so by then theirs would have been.
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll('zeebe:8.3.4\nzeebe:8.3.4\n');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toContain('duplicate-entry');
    expect(await problemsOf(path.basename(file))).toEqual([]);
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll(list);
    await editor.textEditor.save();
    await editor.textEditor.open(file);
    expect(await editor.textEditor.codeLenses()).toEqual([]);
  });
});

describe('in a workspace that is not trusted', () => {
  it('files are looked at, and no registry is asked', async () => {
    await workbench.close();
    workbench = await openWorkbench({
      workspace,
      trust: 'asked',
      settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    });
    editor = await workbench.openWindow();
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll('zeebe:8.3.4\nzeebe:8.3.4\n');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
    await editor.textEditor.open('8.3.4_images.txt');
    expect(await editor.textEditor.codeLenses()).toEqual([]);
    await editor.runCommand('Marketplace: Show Image States');
    const messages = async () => (await editor.notifications.shown()).map(({ message }) => message).join('\n');
    await expect.poll(messages).toMatch(/Asking registries is not done in a workspace that is not trusted/);
  });
});
