import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { inject } from 'vitest';
import { installExtension, startServer } from '../../../.ci/code-server.mjs';
import { newcomer } from '../../../.ci/newcomer.mjs';
import { chromium } from './chromium.ts';
import { Editor } from './editor.ts';

export interface WorkbenchOptions {
  /** the folder to open, or a .code-workspace file */
  readonly workspace: string;
  /** the user's settings, on top of those that keep the workbench quiet */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `asked` leaves Workspace Trust on, and the workspace is not trusted until the user says so; default: given */
  readonly trust?: 'given' | 'asked';
  /** for the extension host and what it starts, on top of an environment without AWS settings; undefined takes a variable out */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** the extension to install; default: ours, as it is packaged */
  readonly vsix?: string;
  /** further extensions, beside it */
  readonly extensions?: readonly string[];
  /** for tests inside the extension host; modal dialogs cannot be shown then */
  readonly smokeTestDriver?: boolean;
}

/** All that are open, so that what a failed test leaves behind can be looked at and ended. */
export const openWorkbenches = new Set<Workbench>();

const limit = 60_000;
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** A VS Code with the extension in it, as a person would have it after installing the .vsix, and a browser that shows it. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const workbench = new Workbench(options);
  openWorkbenches.add(workbench);
  await workbench.start();
  return workbench;
}

export class Workbench {
  readonly #options: WorkbenchOptions;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'workbench-'));
  readonly #environment: Readonly<Record<string, string | undefined>>;
  /** VS Code's user data: settings, logs, state, extensions */
  readonly dataDir: string;
  readonly home: string;
  #server: Awaited<ReturnType<typeof startServer>> | undefined;
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    const user = newcomer(this.#folder, options.settings);
    this.dataDir = user.dataDir;
    this.home = user.home;
    this.#environment = { ...user.environment, ...options.environment };
  }

  async start(): Promise<void> {
    // Neither needs the other.
    await Promise.all([this.#startServer(), this.#startBrowser()]);
    await this.#context?.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: this.address });
  }

  get address(): string {
    if (!this.#server) throw new Error('The workbench was not started');
    return this.#server.address;
  }

  /** The extension as it was installed. */
  get extensionFolder(): string {
    const extensions = path.join(this.dataDir, 'extensions');
    const [folder] = readdirSync(extensions).filter((name) => name.startsWith('marketplace-release.'));
    if (!folder) throw new Error('No extension is installed');
    return path.join(extensions, folder);
  }

  /** The windows that are open. */
  get windows(): Editor[] {
    return (this.#context?.pages() ?? []).map((page) => new Editor(page));
  }

  /**
   * Opens a window, on the workspace or another one, and waits until the workbench is there. The extension may come later: what a
   * journey does next waits for it.
   */
  async openWindow(workspace = this.#options.workspace): Promise<Editor> {
    const page = await this.newPage();
    await page.goto(this.windowAddress(workspace));
    const editor = new Editor(page);
    await editor.ready();
    return editor;
  }

  /** A page of the browser that shows nothing yet. */
  async newPage(): Promise<Page> {
    if (!this.#context) throw new Error('The workbench was not started');
    return this.#context.newPage();
  }

  windowAddress(workspace = this.#options.workspace): string {
    const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    return `${this.address}/?${kind}=${encodeURIComponent(workspace)}`;
  }

  /** What the extension hosts and the extension's own logs say, for the report of a failure: the last lines of each. */
  logs(lines = 80): string {
    const folder = path.join(this.dataDir, 'logs');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) =>
        /remoteexthost\.log$|exthost\d+\/(output_logging_[^/]+\/.+|marketplace-release\..+)\.log$/.test(file),
      )
      .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8').trim() }))
      .filter(({ text }) => text !== '')
      .map(({ file, text }) => `--- ${file}\n${text.split('\n').slice(-lines).join('\n')}`)
      .join('\n');
  }

  /** Ends the browser, the server and everything that they started. */
  async close(): Promise<void> {
    openWorkbenches.delete(this);
    await this.#browser?.close();
    await this.#server?.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #startServer(): Promise<void> {
    const { trust = 'given', vsix = inject('vsix'), smokeTestDriver = false, extensions = [] } = this.#options;
    const { dataDir } = this;
    const environment = this.#environment;
    for (const each of [vsix, ...extensions]) await installExtension({ vsix: each, dataDir, environment });
    this.#server = await startServer({
      dataDir,
      environment,
      args: [
        ...(trust === 'given' ? ['--disable-workspace-trust'] : []),
        ...(smokeTestDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
      ],
    });
  }

  async #startBrowser(): Promise<void> {
    this.#browser = await playwright.launch({
      executablePath: chromium() ?? 'chromium',
      args: flags,
      env: this.#environment,
    });
    this.#context = await this.#browser.newContext({ viewport: { width: 1400, height: 1000 } });
    this.#context.setDefaultTimeout(limit);
  }
}
