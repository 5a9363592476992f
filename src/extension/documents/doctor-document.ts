import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { Place, WorkerWorld } from '#worker';
import { abortSignal } from '../abort-signal.ts';
import { requireTrust } from '../require-trust.ts';
import type { Services } from '../services.ts';

const kind = 'doctor';

type Looking = Pick<Services, 'workers' | 'documents' | 'selection'>;

/** What the doctor finds, as a read-only document; each time it is opened somebody looks again. */
export class DoctorDocument {
  readonly #services: Looking;

  constructor(services: Looking) {
    this.#services = services;
    services.documents.addSource(kind, (uri, token) => this.#text(uri, token));
  }

  /** Looks at the release that is chosen; without settings it has that to say. */
  async open(): Promise<void> {
    if (!(await requireTrust(vscode.l10n.t('A check-up')))) return;
    const { documents, selection } = this.#services;
    const { world, place } = (await selection.whereabouts()) ?? { world: selection.current.world, place: {} };
    const uri = documents.uri(kind, 'doctor.txt', JSON.stringify({ world, place }));
    documents.refresh(uri);
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for what stands in the way') },
      async () => {
        const document = await vscode.workspace.openTextDocument(uri);
        await vscode.window.showTextDocument(document, { preview: true });
      },
    );
  }

  async #text(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { world, place } = readName(uri);
    const { text } = await this.#services.workers.ask(world, 'doctor', { place }, { signal: abortSignal(token) });
    return text;
  }
}

/** A name may come from anywhere: an editor that is restored, a link. @throws ReleaseError `usage` */
function readName(uri: vscode.Uri): { readonly world: WorkerWorld; readonly place: Place } {
  const { world, place }: { readonly world?: unknown; readonly place?: unknown } = JSON.parse(uri.query);
  const isPlace = (given: unknown): given is Place =>
    typeof given === 'object' && given !== null && Object.values(given).every((part) => typeof part === 'string');
  if ((world === 'aws' || world === 'sandbox') && isPlace(place)) return { world, place };
  throw new ReleaseError('usage', 'There is no such document');
}
