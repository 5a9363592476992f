import type { Code, ReleaseError } from '#problem';
import type { ContextKeys } from '../ids.ts';

export type ViewState = ContextKeys['marketplaceRelease.repositories'];

/** Errors that the view has a welcome of its own for: what happened, and what helps. */
const ofCode: Partial<Readonly<Record<Code, ViewState>>> = {
  'settings-missing': 'settings-missing',
  'file-not-found': 'settings-missing',
  'input-invalid': 'settings-invalid',
  'target-choice': 'target-choice',
  'aws-login-missing': 'login-missing',
  'login-expired': 'login-expired',
  'login-required': 'registry-login',
  'login-refused': 'registry-login',
  'credentials-unreadable': 'registry-login',
  'access-denied': 'access-denied',
  unreachable: 'unreachable',
  'workspace-untrusted': 'untrusted',
};

/** What the view has to say when its first page failed. */
export function failedState({ code }: Pick<ReleaseError, 'code'>): ViewState {
  return ofCode[code] ?? 'failed';
}

/** What it has to say about the rows that it has. */
export function loadedState(list: {
  readonly rows: number;
  readonly all: number;
  readonly hasMore: boolean;
}): ViewState {
  if (list.rows > 0 || list.hasMore) return 'ready';
  return list.all > 0 ? 'filtered' : 'empty';
}
