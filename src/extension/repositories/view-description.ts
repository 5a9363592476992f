import path from 'node:path';
import * as vscode from 'vscode';
import type { PlanTarget } from '#jobs';
import { parseEcrHost } from '#reference';
import { cleanText } from '#text';
import type { WorkerWorld } from '#worker';

/**
 * What stands beside the view's name: `709825985650 · camunda/camunda8 · filter: zee`.
 * @param target absent as long as nobody answered
 */
export function viewDescription(
  world: WorkerWorld,
  target: Pick<PlanTarget, 'registry' | 'prefix' | 'layout'> | undefined,
  filter: string,
): string {
  return [
    ...(target ? [placeName(target), target.prefix] : []),
    world === 'sandbox' ? vscode.l10n.t('sandbox') : '',
    filter === '' ? '' : vscode.l10n.t('filter: {0}', filter),
  ]
    .filter((part) => part !== '')
    .map(cleanText)
    .join(' · ');
}

function placeName({ registry, layout }: Pick<PlanTarget, 'registry' | 'layout'>): string {
  return layout === undefined ? (parseEcrHost(registry)?.account ?? registry) : `oci:${path.basename(layout)}`;
}
