import type { Locator, Page } from 'playwright-core';
import { matches, until } from '../until.ts';
import { wholeText } from './whole-text.ts';

/** The text editor that is in use. */
export class TextEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a file of the workspace by its name, or by as much of its path as tells it apart. */
  async open(file: string): Promise<void> {
    const page = this.#page;
    const input = page.locator('.quick-input-widget input.input');
    const name = file.split('/').at(-1) ?? file;
    const row = page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: page.getByText(name, { exact: true }) });
    await until(`The file ${file} in quick open`, async () => {
      await page.keyboard.press('Control+P');
      await input.fill(file, { timeout: 5000 });
      await row.first().waitFor({ timeout: 3000 });
      await row.first().click();
      return true;
    });
    await until(`An editor with ${name}`, async () => ((await this.title()) === name ? true : undefined));
  }

  /** The title of the active tab. */
  async title(): Promise<string> {
    const tab = this.#page.locator('.editor-group-container.active .tab.active .monaco-icon-label-container');
    return (await tab.count()) === 0 ? '' : ((await tab.first().textContent()) ?? '');
  }

  /** Whether the active editor has changes that are not saved. */
  async isDirty(): Promise<boolean> {
    return (await this.#page.locator('.editor-group-container.active .tab.active.dirty').count()) > 0;
  }

  /** All of its text, also what is not in sight. */
  async text(): Promise<string> {
    return wholeText(this.#page, this.#editor);
  }

  /** Writes at the cursor, as typed. */
  async write(text: string): Promise<void> {
    await this.#focus();
    await this.#page.keyboard.insertText(text);
  }

  /** Puts other text in the place of all there is, as pasted: nothing is indented or closed by the editor. */
  async replaceAll(text: string): Promise<void> {
    await this.#focus();
    await this.#page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.#page.keyboard.press('Control+A');
    await this.#page.keyboard.press('Control+V');
  }

  async save(): Promise<void> {
    await this.#focus();
    await this.#page.keyboard.press('Control+S');
    await until('The file to be saved', async () => ((await this.isDirty()) ? undefined : true));
  }

  /** Puts the cursor somewhere; both count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#focus();
    await this.#page.keyboard.press('Control+G');
    const input = this.#page.locator('.quick-input-widget input.input');
    await input.fill(`:${line}:${column}`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /**
   * The texts of the code lenses in sight. The editor takes the keyboard: VS Code gives up asking for lenses when an editor loses it,
   * and asks again when it has it back.
   */
  async codeLenses(): Promise<string[]> {
    await this.#focus();
    return (await this.#lenses.allInnerTexts()).map(plain);
  }

  async pressCodeLens(text: string | RegExp): Promise<void> {
    await until(`A code lens ${text}`, async () => {
      const index = (await this.codeLenses()).findIndex((lens) => matches(lens, text));
      if (index < 0) return undefined;
      // Lenses are replaced while the text is looked at again.
      await this.#lenses.nth(index).click({ timeout: 2000 });
      return true;
    });
  }

  /** What the hover at the cursor says, once nobody adds to it any more. */
  async hover(): Promise<string> {
    const hover = this.#page.locator('.monaco-hover').filter({ visible: true }).first();
    const text = await until('The hover at the cursor', async () => {
      await this.#focus();
      await this.#page.keyboard.press('Control+K');
      await this.#page.keyboard.press('Control+I');
      let text = '';
      for (let now = await hover.innerText({ timeout: 3000 }); now !== text; now = await hover.innerText()) {
        text = now;
        await this.#page.waitForTimeout(400);
      }
      return text;
    });
    await this.#page.keyboard.press('Escape');
    return plain(text);
  }

  /** What is offered at the cursor. */
  async completions(): Promise<string[]> {
    const rows = this.#page.locator('.suggest-widget.visible .monaco-list-row');
    await until('Completions at the cursor', async () => {
      await this.#focus();
      await this.#page.keyboard.press('Control+Space');
      await rows.first().waitFor({ timeout: 3000 });
      return true;
    });
    const labels = (await rows.locator('.label-name').allInnerTexts()).map(plain);
    await this.#page.keyboard.press('Escape');
    return labels;
  }

  /** Takes one of what is offered at the cursor, by what has been typed of it. */
  async takeCompletion(label: string): Promise<void> {
    const row = this.#page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
    await until(`The completion ${label}`, async () => {
      await this.#focus();
      await this.#page.keyboard.press('Control+Space');
      await row.click({ timeout: 3000 });
      return true;
    });
  }

  /** The lines in sight, read without touching the editor: a moved cursor stops what an extension is asked to do with the text. */
  async shownLines(): Promise<string[]> {
    return this.#editor.locator('.view-lines .view-line').evaluateAll((lines) => {
      const placed = lines.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }));
      return placed.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll('\u00a0', ' '));
    });
  }

  /** How many pieces of text in sight are underlined for a problem. */
  async squiggles(): Promise<number> {
    return this.#editor.locator('.view-overlays .cdr').and(this.#editor.locator('[class*="squiggly-"]')).count();
  }

  /** The words that an extension has put behind lines, from the top. */
  async wordsBehindLines(): Promise<string[]> {
    return this.#editor.locator('.view-lines .view-line').evaluateAll((lines) => {
      const placed = lines.map((line) => ({
        top: line.getBoundingClientRect().top,
        words: [...line.querySelectorAll('span')]
          .map((span) => getComputedStyle(span, '::after').content)
          .filter((content) => content.startsWith('"'))
          .map((content) => JSON.parse(content) as string),
      }));
      return placed.sort((a, b) => a.top - b.top).flatMap(({ words }) => words);
    });
  }

  /** The titles of what can be done about the problem at the cursor. */
  async quickFixes(): Promise<string[]> {
    const list = await this.#quickFixList();
    const titles = (await list.locator('.monaco-list-row.action').allInnerTexts()).map(plain);
    await this.#page.keyboard.press('Escape');
    return titles;
  }

  async applyQuickFix(title: string): Promise<void> {
    await (await this.#quickFixList()).locator('.monaco-list-row.action', { hasText: title }).first().click();
  }

  get #editor(): Locator {
    return this.#page.locator('.editor-group-container.active .editor-instance .monaco-editor').last();
  }

  get #lenses(): Locator {
    return this.#editor.locator('.codelens-decoration a');
  }

  async #focus(): Promise<void> {
    await this.#editor.locator('.native-edit-context, textarea.inputarea').first().focus();
  }

  async #quickFixList(): Promise<Locator> {
    const list = this.#page.locator('.action-widget');
    await until('The quick fixes at the cursor', async () => {
      await this.#focus();
      await this.#page.keyboard.press('Control+.');
      await list.locator('.monaco-list-row.action').first().waitFor({ timeout: 3000 });
      return true;
    });
    return list;
  }
}

/** With blanks as they are typed, and lines without those at their ends. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}
