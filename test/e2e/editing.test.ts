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

writeFileSync(path.join(release, 'saved.loadform.txt'), '');

// Its settings call image lists otherwise than ours do.
const named = newFolder('named');
writeFileSync(
  path.join(named, 'marketplace.yaml'),
  'version: 1\ntarget: { registry: localhost:5000 }\nfiles: { images: "*.list", unpaired: sources }\n',
);
for (const file of [path.join(named, 'parts.list'), path.join(release, 'other.list')])
  writeFileSync(file, 'a:1 docker.io/library/a:1\na:1 docker.io/library/a:1\n');

// Another release, whose load forms are called as nobody else calls them.
const forms = path.join(workspace, 'zz-forms');
mkdirSync(forms);
writeFileSync(
  path.join(forms, 'marketplace.yaml'),
  `${original('marketplace.yaml')}files: { forms: "*.form", unpaired: sources }\n`,
);
writeFileSync(path.join(forms, '8.4.1.form'), '');
writeFileSync(path.join(forms, '1_images.txt'), 'web:1 docker.io/x/web:1\n');
const paired = (dest: string) =>
  JSON.stringify({ metadata: { images: { web: { source: `docker.io/x/web:1@sha256:${'a'.repeat(64)}`, dest } } } });
writeFileSync(path.join(forms, '7_release.json'), paired('web:1'));
writeFileSync(path.join(forms, '7_images.txt'), 'web:1\n');

// Another project's: it is called as ours are, and is nothing of ours.
const theirs = path.join(workspace, 'theirs');
mkdirSync(theirs);
writeFileSync(path.join(theirs, 'release.json'), '{ "tag_name": "v1.0.0", "assets": [ { "source": 1 } ] }\n');
writeFileSync(path.join(theirs, 'images.txt'), 'cat.png the cat\ndog.png the dog, twice\ndog.png the dog, twice\n');

const problemsOf = async (file: string) => (await editor.problems()).filter((problem) => problem.file === file);
const codesOf = async (file: string) => (await problemsOf(file)).map(({ code }) => code.replace(/[()]/g, '')).sort();
const text = () => editor.textEditor.text();
/** What the editor's own list of symbols has, ours and those of VS Code's JSON and YAML. */
async function outline(): Promise<string[]> {
  await editor.runCommand('Go to Symbol in Editor...');
  const labels = async () => (await editor.quickInput.items()).map(({ label }) => label);
  await expect.poll(async () => (await labels()).length).toBeGreaterThan(1);
  const found = await labels();
  await editor.quickInput.cancel();
  return found;
}
/** What the status bar says; the language of the editor is one of it. */
const statusTexts = async () => (await editor.statusBar.items()).map(({ text: shown }) => shown);
/** The buttons above the editor that plan what is in it. */
const plansInTitle = () =>
  editor.page.locator('.editor-group-container.active .editor-actions .action-label[aria-label*="Plan"]').count();
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
    '[marketplace-load-form]': { 'editor.codeActionsOnSave': { 'source.fixAll.marketplace': 'explicit' } },
  };
  workbench = await openWorkbench({ workspace, settings });
  editor = await workbench.openWindow();
});
afterAll(() => workbench.close());

describe('an image list', () => {
  it('squiggle: says what is wrong while it is typed, once', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll('zeebe:8.3.4\n  operate:8.3.4   \nzeebe:8.3.4\n');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
    expect(await editor.textEditor.squiggles()).toBe(1);
    await editor.textEditor.save();
    // The file on disk is looked at too, and says the same.
    await editor.runCommand('Marketplace: Check the Files');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
  });

  it('quick fix: at the key', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.goTo(3, 2);
    expect(await editor.textEditor.quickFixes()).toContain('Remove this line');
    await editor.textEditor.applyQuickFix('Remove this line');
    await expect.poll(text).toBe('zeebe:8.3.4\n  operate:8.3.4   \n');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual([]);
  });

  it('fix all: what is safe, by one command', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.replaceAll('zeebe:8.3.4\n  operate:8.3.4   \nzeebe:8.3.4\n');
    // VS Code gives up what it was asked for when problems come in meanwhile.
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual(['duplicate-entry']);
    await editor.textEditor.open('8.3.4_images.txt');
    await changedBy('Fix All', 'zeebe:8.3.4\n  operate:8.3.4   \n');
  });

  it('format: by the editor’s own command', async () => {
    await editor.textEditor.open('8.3.4_images.txt');
    await changedBy('Format Document', 'zeebe:8.3.4\noperate:8.3.4\n');
  });

  it('completion: what the release has and the list lacks', async () => {
    await editor.textEditor.goTo(3);
    expect(await editor.textEditor.completions()).toEqual(expect.arrayContaining(['identity:8.3.4', 'tasklist:8.3.4']));
    await editor.textEditor.takeCompletion('identity:8.3.4');
    await expect.poll(text).toBe('zeebe:8.3.4\noperate:8.3.4\nidentity:8.3.4');
  });

  it('lens: shows how each image stands when it is asked to, and what can be done', async () => {
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
        expect.stringMatching(/^! there for linux\/amd64 only · sha256:/),
        '+ missing',
      ]);
    await editor.screenshot('image-states');
    await expect.poll(() => editor.textEditor.codeLenses()).toContain('Hide image states');
  });

  it('hover: what the registries know of an image', async () => {
    await editor.textEditor.goTo(6, 3);
    expect(await editor.textEditor.hover()).toMatch(/sha256:[0-9a-f]{64}/);
  });

  it('outline: its images', async () => {
    expect(await outline()).toEqual(expect.arrayContaining(['zeebe:8.3.4', 'connectors-bundle:8.3.4']));
  });

  it('squiggle: a taken tag, as long as states are shown', async () => {
    await expect.poll(() => codesOf('8.3.4_images.txt')).toContain('tag-taken');
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.goTo(6, 3);
    expect(await editor.textEditor.quickFixes()).toContain('Release as 8.3.4-1');
    await editor.keyboard.press('Escape');
    await editor.runCommand('Marketplace: Hide Image States');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toEqual([]);
    await editor.textEditor.open('8.3.4_images.txt');
    await editor.textEditor.pressCodeLens('Show image states');
    await expect.poll(() => codesOf('8.3.4_images.txt')).toContain('tag-taken');
    await editor.textEditor.open('8.3.4_images.txt');
  });

  it('lens: takes another tag for one that is taken, and only in the editor', async () => {
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
  const whole = original('8.3.4_release.json');
  const line = whole.split('\n').findIndex((each) => each.includes('"source": "docker.io/camunda/zeebe')) + 1;

  it('squiggle: says what is wrong while it is typed', async () => {
    await editor.textEditor.open('8.3.4_release.json');
    await editor.textEditor.replaceAll(whole.replace(/(zeebe:8\.3\.4)@sha256:[0-9a-f]{64}/, '$1'));
    await expect.poll(() => codesOf('8.3.4_release.json')).toContain('digest-missing');
  });

  it('quick fix: pins to the digest that the registry has', async () => {
    await editor.textEditor.open('8.3.4_release.json');
    await editor.textEditor.goTo(line, 30);
    await expect.poll(() => editor.textEditor.squiggles()).toBeGreaterThan(0);
    await expect.poll(() => editor.textEditor.quickFixes()).toContainEqual(expect.stringMatching(/^Pin to sha256:/));
    await editor.textEditor.applyQuickFix('Pin to sha256:');
    await expect.poll(text).toContain('docker.io/camunda/zeebe:8.3.4@sha256:b899091f');
    await expect.poll(() => codesOf('8.3.4_release.json')).not.toContain('digest-missing');
  });

  it('hover: what the registry knows of a source', async () => {
    await editor.textEditor.open('8.3.4_release.json');
    await editor.textEditor.goTo(line, 30);
    expect(await editor.textEditor.hover()).toMatch(/linux\/amd64/);
  });

  it('lens: asks how the images stand', async () => {
    await expect.poll(() => editor.textEditor.codeLenses()).toContain('Show image states');
  });

  it('outline: VS Code’s own, with all once', async () => {
    expect((await outline()).filter((label) => label === 'images')).toHaveLength(1);
  });

  it('completion: destinations as upstream has them', async () => {
    const source = whole.split('\n')[line - 1]?.trim();
    const open = `{\n  "metadata": {\n    "images": {\n      "zeebe": {\n        ${source}\n        "dest": ""\n      }\n    }\n  }\n}\n`;
    await editor.textEditor.replaceAll(open);
    await editor.textEditor.goTo(6, 18);
    expect(await editor.textEditor.completions()).toEqual(
      expect.arrayContaining(['zeebe:8.3.4', 'camunda/zeebe:8.3.4']),
    );
    await editor.textEditor.takeCompletion('camunda/zeebe:8.3.4');
    await expect.poll(text).toContain('"dest": "camunda/zeebe:8.3.4"');
    await editor.textEditor.replaceAll(whole);
    await editor.textEditor.save();
  });
});

describe('marketplace.yaml', () => {
  // As much as the window shows at once: what the sample has commented out at its end is nothing to an editor.
  const whole = original('marketplace.yaml').replace(/\n# The vendor signs[\s\S]*$/, '\n');
  const line = whole.split('\n').findIndex((each) => each.includes('prefix:')) + 1;

  it('squiggle: says what is wrong while it is typed', async () => {
    await editor.textEditor.open('marketplace.yaml');
    await editor.textEditor.replaceAll(whole.replace('prefix:', 'prefx:'));
    await expect.poll(() => codesOf('marketplace.yaml')).toContain('setting-unknown');
  });

  it('quick fix: the key that is meant', async () => {
    await editor.textEditor.open('marketplace.yaml');
    await editor.textEditor.goTo(line, 5);
    await expect.poll(() => editor.textEditor.squiggles()).toBeGreaterThan(0);
    await editor.textEditor.applyQuickFix('Change to prefix');
    await expect.poll(text).toBe(whole);
  });

  it('hover: what a key means', async () => {
    await editor.textEditor.goTo(line, 5);
    expect(await editor.textEditor.hover()).toMatch(/prefix/i);
  });

  it('completion: keys', async () => {
    await editor.textEditor.replaceAll(`${whole.trimEnd()}\nrep\n`);
    await editor.textEditor.goTo(whole.trimEnd().split('\n').length + 1, 4);
    expect(await editor.textEditor.completions()).toContain('report');
  });

  it('format: blanks and lines at the end', async () => {
    await editor.textEditor.replaceAll(`${whole.trimEnd()}   \n\n\n\n`);
    await changedBy('Format Document', whole);
  });

  it('lens: its jobs', async () => {
    await expect.poll(() => editor.textEditor.codeLenses()).toEqual(['Check the files', 'Plan', 'Verify']);
  });

  it('outline: its keys', async () => {
    expect(await outline()).toEqual(expect.arrayContaining(['target', 'names']));
  });

  it('lens: how its chart stands, and the newer version of it; squiggle: one that cannot be', async () => {
    const source = 'source: { repository: "https://helm.camunda.io", name: camunda-platform }';
    const withChart = (version: string) => `${whole}chart:\n  ${source}\n  version: ${version}\n`;
    await editor.textEditor.open('marketplace.yaml');
    await editor.textEditor.replaceAll(withChart('8.3.4'));
    await expect.poll(() => editor.textEditor.codeLenses()).toContain('Show chart states');
    await editor.textEditor.pressCodeLens('Show chart states');
    await expect
      .poll(() => editor.textEditor.wordsBehindLines())
      .toEqual([expect.stringMatching(/^\+ missing\s+↑ 8\.3\.5 is out$/)]);
    await editor.screenshot('chart-states');
    await editor.textEditor.pressCodeLens('Update to 8.3.5');
    await expect.poll(text).toBe(withChart('8.3.5'));
    await expect.poll(() => editor.textEditor.wordsBehindLines()).toEqual(['+ missing']);
    await editor.textEditor.replaceAll(withChart('8.3.5+a'));
    await expect.poll(() => codesOf('marketplace.yaml')).toContain('chart-version-build');
    await editor.textEditor.open('marketplace.yaml');
    await editor.textEditor.replaceAll(whole);
    await editor.textEditor.save();
    await expect.poll(() => codesOf('marketplace.yaml')).toEqual([]);
    await editor.textEditor.open('marketplace.yaml');
  });
});

describe('a load form', () => {
  const form = '[8.4.1]\nForm: Container version\nVersion titel: 8.4.1\nRelease notes: Fixes — all of them\n';

  it('is begun by its kind', async () => {
    await editor.runCommand('Marketplace: New Load Form…');
    await editor.quickInput.choose('Container version');
    await expect.poll(text).toMatch(/^\[New version\]\nForm: Container version\n/);
  });

  it('squiggle: says what is wrong while it is typed', async () => {
    await editor.textEditor.replaceAll(form);
    await expect
      .poll(async () => (await editor.problems()).map(({ code }) => code.replace(/[()]/g, '')))
      .toEqual(expect.arrayContaining(['form-field-unknown', 'form-characters']));
    expect(await editor.textEditor.squiggles()).toBeGreaterThan(1);
  });

  it('quick fix: the label that is meant, and a character that is taken', async () => {
    await editor.textEditor.goTo(3, 4);
    await editor.textEditor.applyQuickFix('Change to Version title');
    await expect.poll(text).toContain('\nVersion title: 8.4.1\n');
    await editor.textEditor.goTo(4, 22);
    await editor.textEditor.applyQuickFix('Replace it by "-"');
    await expect.poll(text).toContain('\nRelease notes: Fixes - all of them\n');
  });

  it('hover: what a field is', async () => {
    await editor.textEditor.goTo(4, 3);
    expect(await editor.textEditor.hover()).toMatch(/Release notes/);
  });

  it('completion: the fields that are not there yet', async () => {
    await editor.textEditor.goTo(5);
    expect(await editor.textEditor.completions()).toContain('Product ID');
  });

  it('lens: takes a value out, beside how much of its limit is used', async () => {
    await expect.poll(() => editor.textEditor.wordsBehindLines()).toContainEqual(expect.stringMatching(/^5 of \d+$/));
    await expect.poll(() => editor.textEditor.codeLenses()).toContain('Copy');
    await editor.textEditor.pressCodeLens('Copy');
    const copied = () => editor.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe('8.4.1');
    await editor.textEditor.pressCodeLens('Next field');
    await expect.poll(copied).toBe('Fixes - all of them');
  });

  it('outline: its forms', async () => {
    expect(await outline()).toContain('8.4.1');
  });

  it('format: fields in their order', async () => {
    await editor.textEditor.replaceAll('[8.4.1]\nVersion title:   8.4.1\nForm: Container version\n');
    await changedBy('Format Document', '[8.4.1]\nForm: Container version\nVersion title: 8.4.1\n');
    await editor.screenshot('load-form');
  });

  it('fix all: on save, when the user has set it', async () => {
    await editor.textEditor.open('saved.loadform.txt');
    await editor.textEditor.replaceAll('[8.4.1]\nForm: Container version\nRelease notes: Fixes — all “of” them\n');
    await expect.poll(() => codesOf('saved.loadform.txt')).toContain('form-characters');
    await editor.textEditor.open('saved.loadform.txt');
    await editor.textEditor.save();
    await expect.poll(() => original('saved.loadform.txt')).toContain('Release notes: Fixes - all "of" them\n');
    await expect.poll(() => codesOf('saved.loadform.txt')).not.toContain('form-characters');
  });
});

describe('a list that nothing but its marketplace.yaml calls one', () => {
  it('is plain text below other settings', async () => {
    await editor.textEditor.open('other.list');
    await expect.poll(statusTexts).toContain('Plain Text');
    expect(await problemsOf('other.list')).toEqual([]);
  });

  it('has the language, and is looked at', async () => {
    const first = editor;
    editor = await workbench.openWindow(named);
    await editor.textEditor.open('parts.list');
    await expect.poll(statusTexts).toContain('Marketplace image list');
    await expect.poll(() => codesOf('parts.list')).toContain('duplicate-entry');
    await editor.page.close();
    editor = first;
    await editor.page.bringToFront();
  });
});

describe('a load form that the settings call otherwise', () => {
  const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8';
  const form = [
    '[8.4.1]',
    'Form: Container version',
    'Version title: 8.4.1',
    '[[Option: Images]]',
    'Container images:',
    '  - @1_images.txt',
    `  - ${registry}/tasklist:8.3.4`,
    `  - ${registry}/tasklist:8.3.9`,
    `  - ${registry}/nobody:8.3.4`,
    '',
  ].join('\n');
  const codes = async () => (await codesOf('8.4.1.form')).filter((code) => code !== 'form-field-missing');

  it('is one, and is told what the registry has of it', async () => {
    await editor.textEditor.open('8.4.1.form');
    await editor.textEditor.replaceAll(form);
    await editor.textEditor.save();
    await expect.poll(codes).toEqual(['form-approval']);
    await editor.textEditor.open('8.4.1.form');
    await editor.textEditor.pressCodeLens('Show image states');
    await expect.poll(codes).toEqual(['content-missing', 'form-approval', 'repository-missing']);
    await editor.textEditor.open('8.4.1.form');
    await editor.screenshot('form-states');
    expect(await editor.textEditor.wordsBehindLines()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^✓ there · sha256:/), '+ missing', '✕ no such repository']),
    );
    await editor.runCommand('Marketplace: Hide Image States');
    await expect.poll(codes).toEqual(['form-approval']);
  });

  it('loses its approval when the image list that it names is edited', async () => {
    const words = (await problemsOf('8.4.1.form')).map(({ message }) => message).join('\n');
    const [hash = ''] = / #[0-9a-f]{16}/.exec(words) ?? [];
    await editor.textEditor.open('8.4.1.form');
    await editor.textEditor.replaceAll(form.replace('[[', `Approval: https://t.example/1${hash}\n[[`));
    await editor.textEditor.save();
    await expect.poll(codes).toEqual([]);
    await editor.textEditor.open('1_images.txt');
    await editor.textEditor.replaceAll('web:2 docker.io/x/web:2\n');
    await expect.poll(codes).toEqual(['form-approval']);
    await editor.textEditor.save();
  });
});

describe('an image list beside its release', () => {
  it('squiggle: what the release does not have any more, while that is typed', async () => {
    await editor.textEditor.open('7_images.txt');
    await editor.textEditor.replaceAll('web:1\n# open\n');
    await editor.textEditor.save();
    await editor.textEditor.open('7_release.json');
    await editor.textEditor.replaceAll(paired('web:2'));
    await expect.poll(() => codesOf('7_images.txt')).toEqual(['image-not-in-release']);
    await editor.textEditor.open('7_release.json');
    await editor.textEditor.replaceAll(paired('web:1'));
    await expect.poll(() => codesOf('7_images.txt')).toEqual([]);
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
    // Lenses are asked for when a text changes. Those of ours, which changes later, are there by then.
    await editor.textEditor.goTo(1);
    await editor.keyboard.press('Space');
    await editor.keyboard.press('Control+Z');
    await editor.textEditor.open('8.3.4_release.json');
    await editor.textEditor.goTo(1);
    await expect.poll(() => editor.textEditor.codeLenses()).toContainEqual(expect.stringMatching(/image states$/));
    await expect.poll(plansInTitle).toBe(1);
    await editor.textEditor.open(file);
    await expect.poll(text).toMatch(/tag_name|cat\.png/);
    await expect.poll(plansInTitle).toBe(0);
    expect(await editor.textEditor.codeLenses()).toEqual([]);
    expect(await editor.textEditor.squiggles()).toBe(0);
    expect(await editor.textEditor.wordsBehindLines()).toEqual([]);
    expect(await statusTexts()).toContain(file.endsWith('.json') ? 'JSON' : 'Plain Text');
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
