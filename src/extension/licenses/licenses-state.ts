import type { ContextKeys } from '../ids.ts';

/** What the view has to say when it has no rows: the Repositories view's states that can be of licences. */
export type LicensesState = ContextKeys['marketplaceRelease.licenses'];

/** AWS is asked with its own login, and no filter hides a licence. */
export function licensesState(state: ContextKeys['marketplaceRelease.repositories']): LicensesState {
  return state === 'registry-login' || state === 'filtered' ? 'failed' : state;
}
