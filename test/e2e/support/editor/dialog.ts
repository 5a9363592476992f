import type { Locator, Page } from 'playwright-core';

/** The modal dialog: a question that has to be answered before anything else can be done. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  async isOpen(): Promise<boolean> {
    return this.#box.isVisible();
  }

  async message(): Promise<string> {
    return (await this.#box.locator('.dialog-message-text').innerText()).trim();
  }

  async detail(): Promise<string> {
    await this.#box.waitFor();
    const detail = this.#box.locator('.dialog-message-detail');
    return (await detail.isVisible()) ? (await detail.innerText()).trim() : '';
  }

  /** In the order in which they stand. */
  async buttons(): Promise<string[]> {
    await this.#box.waitFor();
    return this.#box.locator('.dialog-buttons [role="button"]').allInnerTexts();
  }

  async press(button: string): Promise<void> {
    await this.#box.getByRole('button', { name: button, exact: true }).click();
    await this.#box.waitFor({ state: 'hidden' });
  }
}
