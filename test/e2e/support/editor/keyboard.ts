import type { Page } from 'playwright-core';
import { matches } from '../until.ts';

export interface Focused {
  readonly role: string;
  readonly name: string;
}

/** For journeys without a mouse. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /** What a screen reader would say has the focus. A list keeps the focus itself and names its row. */
  async focused(): Promise<Focused> {
    return this.#page.evaluate(() => {
      const active = document.activeElement;
      const row = document.getElementById(active?.getAttribute('aria-activedescendant') ?? '');
      const element = row ?? active;
      const name = element?.getAttribute('aria-label') || element?.textContent?.trim() || '';
      return { role: element?.getAttribute('role') ?? element?.tagName.toLowerCase() ?? '', name: name.slice(0, 200) };
    });
  }

  /** Presses a key, Tab or an arrow, until something with this name has the focus. */
  async moveTo(name: string | RegExp, key = 'Tab', times = 60): Promise<void> {
    const seen: string[] = [];
    for (let pressed = 0; pressed < times; pressed += 1) {
      const focused = await this.focused();
      if (matches(focused.name, name)) return;
      seen.push(focused.name);
      await this.#page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${name}; it leads to: ${[...new Set(seen)].join(' · ')}`);
  }
}
