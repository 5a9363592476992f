import type { Locator, Page } from 'playwright-core';
import { matches, until } from '../until.ts';
import { runCommand } from './palette.ts';

/** So long a toast is waited for, in ms, before the list of all notifications is opened. */
const toastMs = 8000;

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

  /**
   * Waits until something with this text has been told, in sight or not: another one that has the focus may hide it, or it has gone out
   * of sight while nobody looked. What nobody has closed stays in the list of notifications, which is looked through then.
   */
  async told(message: RegExp): Promise<void> {
    const isThere = async () => ((await this.shown()).some((one) => matches(one.message, message)) ? true : undefined);
    if (await until(`A notification ${message}`, isThere, toastMs).catch(() => false)) return;
    await runCommand(this.#page, 'Notifications: Show Notifications');
    await until(`A notification ${message} in the list of all`, isThere);
    await runCommand(this.#page, 'Notifications: Hide Notifications');
  }

  /** Presses a button of the notification with this text; `Cancel` is that of a progress that can be cancelled. */
  async press(message: string | RegExp, button: string): Promise<void> {
    await this.#items.filter({ hasText: message }).first().getByRole('button', { name: button, exact: true }).click();
  }

  get #items(): Locator {
    return this.#page.locator('.notifications-toasts .monaco-list-row, .notifications-center.visible .monaco-list-row');
  }
}
