import type { Locator, Page } from 'playwright-core';

export interface Notification {
  readonly severity: 'Info' | 'Warning' | 'Error' | undefined;
  readonly message: string;
  readonly buttons: readonly string[];
}

/** What the workbench tells at the bottom right. A notification that nobody presses goes out of sight after some seconds. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Those in sight. */
  async shown(): Promise<Notification[]> {
    return this.#items.evaluateAll((rows) =>
      rows.map((row) => ({
        severity: /^(Info|Warning|Error):/.exec(row.getAttribute('aria-label') ?? '')?.[1] as Notification['severity'],
        message: row.querySelector('.notification-list-item-message')?.textContent ?? '',
        buttons: [...row.querySelectorAll('.notification-list-item-buttons-container [role="button"]')].map(
          (button) => button.textContent ?? '',
        ),
      })),
    );
  }

  /** Presses a button of the notification with this text; `Cancel` is that of a progress that can be cancelled. */
  async press(message: string | RegExp, button: string): Promise<void> {
    await this.#items.filter({ hasText: message }).first().getByRole('button', { name: button, exact: true }).click();
  }

  get #items(): Locator {
    return this.#page.locator('.notifications-toasts .monaco-list-row, .notifications-center.visible .monaco-list-row');
  }
}
