import type { Locator, Page } from 'playwright-core';
import { matches, until } from '../until.ts';
import { listRows } from './list-rows.ts';

export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** undefined when only one can be chosen */
  readonly checked: boolean | undefined;
}

/** The box at the top: quick picks, input boxes and the palette. Everything is done by keyboard, as most people do it. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
  }

  async isOpen(): Promise<boolean> {
    return this.#widget.isVisible();
  }

  async title(): Promise<string> {
    return this.#text('.quick-input-title');
  }

  /** What stands in the empty box. */
  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute('placeholder')) ?? '';
  }

  /** What stands under the box: the prompt, or what is wrong with the text in it. */
  async message(): Promise<string> {
    return this.#text('.quick-input-message');
  }

  async value(): Promise<string> {
    return this.#input.inputValue();
  }

  async items(): Promise<QuickPickItem[]> {
    await this.#widget.waitFor();
    return (await this.#list.isVisible()) ? listRows(this.#list, readItem) : [];
  }

  /** Writes into the box, in place of what is there. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Chooses an item; waits until it is there. */
  async choose(label: string | RegExp): Promise<void> {
    await this.#focus(label);
    await this.accept();
  }

  /** Checks or unchecks an item where several can be chosen. */
  async toggle(label: string | RegExp): Promise<void> {
    await this.#focus(label);
    await this.#page.keyboard.press('Space');
  }

  /** Presses Enter, once the text is not refused. */
  async accept(): Promise<void> {
    await this.#widget.locator('.monaco-inputbox.error').waitFor({ state: 'hidden' });
    await this.#input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#input.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  get #input(): Locator {
    return this.#widget.locator('input.input');
  }

  get #list(): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list');
  }

  async #text(part: string): Promise<string> {
    await this.#widget.waitFor();
    const element = this.#widget.locator(part);
    return (await element.isVisible()) ? (await element.innerText()).trim() : '';
  }

  /** Moves down to an item. */
  async #focus(label: string | RegExp): Promise<void> {
    await until(`An item ${label} in the quick pick`, async () => {
      const items = await this.items();
      const wanted = items.findIndex((item) => matches(item.label, label));
      if (wanted < 0) throw new Error(`It has: ${items.map((item) => item.label).join(' · ')}`);
      for (let step = 0; step <= items.length; step += 1) {
        const focused = await this.#list
          .locator('.monaco-list-row.focused')
          .getAttribute('data-index', { timeout: 2000 })
          .catch(() => null);
        if (focused === String(wanted)) return true;
        await this.#input.press('ArrowDown');
      }
      return undefined;
    });
  }
}

/** Runs in the page. */
function readItem(row: Element): QuickPickItem {
  const box = row.getAttribute('role') === 'checkbox' ? row.getAttribute('aria-checked') : null;
  const text = (part: string) => row.querySelector(part)?.textContent ?? '';
  return {
    // An icon before it leaves a blank.
    label: text('.quick-input-list-row .label-name').trim(),
    description: text('.quick-input-list-row .label-description'),
    detail: text('.quick-input-list-label-meta'),
    checked: box === null ? undefined : box === 'true',
  };
}
