import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { Place, WorkerWorld } from '#worker';
import { abortSignal } from '../abort-signal.ts';
import { requireTrust } from '../require-trust.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';

const kind = 'doctor';

type Looking = Pick<Services, 'workers' | 'documents' | 'selection'>;

/** What the doctor is to look at. Without settings: the folder that is open. */
type Looked = Whereabouts & { readonly folder?: string };

/** What the doctor finds, as a read-only document; each time it is opened somebody looks again. */
export class DoctorDocument {
  readonly #services: Looking;
  /** What was just found, until it is shown. */
  readonly #found = new Map<string, string>();

  constructor(services: Looking) {
    this.#services = services;
    services.documents.addSource(kind, (uri, token) => this.#text(uri, token));
  }

  /** Looks at the release that is chosen; without settings it has that to say. */
  async open(): Promise<void> {
    if (!(await requireTrust(vscode.l10n.t('A check-up')))) return;
    const { documents, selection } = this.#services;
    const looked = (await selection.whereabouts()) ?? nowhere(selection.current.world);
    const uri = documents.uri(kind, 'doctor.txt', JSON.stringify(looked));
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Looking for what stands in the way'),
      cancellable: true,
    };
    const text = await vscode.window.withProgress(options, (_, token) => this.#look(looked, token));
    this.#found.set(uri.toString(), text);
    documents.refresh(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async #text(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const name = uri.toString();
    const found = this.#found.get(name);
    this.#found.delete(name);
    return found ?? this.#look(readName(uri), token);
  }

  async #look({ world, ...looked }: Looked, token: vscode.CancellationToken): Promise<string> {
    const { text } = await this.#services.workers.ask(world, 'doctor', looked, { signal: abortSignal(token) });
    return text;
  }
}

function nowhere(world: WorkerWorld): Looked {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  return { world, place: {}, ...(first ? { folder: first.uri.fsPath } : {}) };
}

/** A name may come from anywhere: an editor that is restored, a link. @throws ReleaseError `usage` */
function readName(uri: vscode.Uri): Looked {
  const { world, place, folder }: Readonly<Record<string, unknown>> = JSON.parse(uri.query);
  const isPlace = (given: unknown): given is Place =>
    typeof given === 'object' && given !== null && Object.values(given).every((part) => typeof part === 'string');
  if ((world === 'aws' || world === 'sandbox') && isPlace(place))
    return { world, place, ...(typeof folder === 'string' ? { folder } : {}) };
  throw new ReleaseError('usage', 'There is no such document');
}
