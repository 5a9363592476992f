import type { Locator, Page } from 'playwright-core';
import { matches, until } from '../until.ts';

export interface StatusItem {
  readonly text: string;
  /** what a screen reader says */
  readonly ariaLabel: string;
}

/** The line at the bottom of the window. */
export class StatusBar {
  readonly #items: Locator;

  constructor(page: Page) {
    this.#items = page.locator('.part.statusbar .statusbar-item');
  }

  async items(): Promise<StatusItem[]> {
    return this.#items.evaluateAll((all) =>
      all
        .filter((item) => item.checkVisibility())
        .map((item) => ({
          text: (item.textContent ?? '').replaceAll('\u00a0', ' ').trim(),
          ariaLabel: item.getAttribute('aria-label') ?? '',
        })),
    );
  }

  /** Presses the item with this text; waits until it is there. */
  async press(text: string | RegExp): Promise<void> {
    const index = await until(`A status bar item ${text}`, async () => {
      const texts = await this.#items.allTextContents();
      const found = texts.findIndex((one) => matches(one.replaceAll('\u00a0', ' ').trim(), text));
      return found < 0 ? undefined : found;
    });
    await this.#items.nth(index).locator('.statusbar-item-label').click();
  }
}
