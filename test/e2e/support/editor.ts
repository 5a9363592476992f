import path from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../../.ci/bundles.mjs';
import { Dialog } from './editor/dialog.ts';
import { Keyboard } from './editor/keyboard.ts';
import { Notifications } from './editor/notifications.ts';
import { outputText } from './editor/output.ts';
import { runCommand } from './editor/palette.ts';
import { type ProblemEntry, problems } from './editor/problems.ts';
import { QuickInput } from './editor/quick-input.ts';
import { StatusBar } from './editor/status-bar.ts';
import { TextEditor } from './editor/text-editor.ts';
import { TreeView } from './editor/tree-view.ts';

/** A window of VS Code in the words of the person in front of it. What is done waits for what it is done to; what is read is what is there now. */
export class Editor {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly dialog: Dialog;
  readonly notifications: Notifications;
  readonly statusBar: StatusBar;
  readonly textEditor: TextEditor;
  readonly keyboard: Keyboard;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.dialog = new Dialog(page);
    this.notifications = new Notifications(page);
    this.statusBar = new StatusBar(page);
    this.textEditor = new TextEditor(page);
    this.keyboard = new Keyboard(page);
  }

  /** Waits until the workbench is there, not for its extensions. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** `Developer: Reload Window` */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** By the title in the palette, with the category: `Marketplace: Plan`. */
  async runCommand(title: string): Promise<void> {
    await runCommand(this.page, title);
  }

  /** The titles of the view containers at the side. */
  async viewContainers(): Promise<string[]> {
    return this.page
      .locator('.part.activitybar .composite-bar [role="tab"] .action-label')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  }

  /** Opens a view container at the side; waits until it is there. */
  async openView(container: string): Promise<void> {
    // Its tab would close the side bar when it is open already, which a window that was just reloaded may not show yet.
    await this.runCommand(`View: Show ${container}`);
    await this.page.locator('.part.sidebar .composite.title', { hasText: container }).waitFor();
  }

  /** A view in the container that is open, by its title. */
  tree(view: string): TreeView {
    return new TreeView(this.page, view);
  }

  async problems(): Promise<ProblemEntry[]> {
    return problems(this.page);
  }

  async output(channel: string): Promise<string> {
    return outputText(this.page, channel);
  }

  /** A picture of the window, in .cache/e2e. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(root, '.cache', 'e2e', `${name}.png`);
    await this.page.screenshot({ path: file });
    return path.relative(root, file);
  }
}
