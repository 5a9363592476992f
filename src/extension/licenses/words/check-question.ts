import * as vscode from 'vscode';
import { cleanText } from '#text';
import type { LicenseCheckInput } from '#worker';
import type { Whereabouts } from '../../selection/selection.ts';

/** What is asked before a licence is checked: a checkout is counted, and one that draws down is final. */
export function checkQuestion(
  { product, entitlements, consumption }: LicenseCheckInput,
  { world, place }: Whereabouts,
): { readonly question: string; readonly detail: string; readonly button: string } {
  const isFinal = consumption === 'perpetual';
  const asked = entitlements.map(({ name, value }) => `  ${cleanText(name)}${value === undefined ? '' : `: ${value}`}`);
  const profile = place.profile === undefined ? '' : vscode.l10n.t('With the profile {0}.', cleanText(place.profile));
  return {
    question: isFinal
      ? vscode.l10n.t('Use up what the licence for {0} entitles to?', cleanText(product))
      : vscode.l10n.t('Check the licence for {0}?', cleanText(product)),
    detail: [
      isFinal
        ? vscode.l10n.t('The check is a checkout that draws down: what it takes is gone for good.')
        : vscode.l10n.t(
            'The check is a checkout, as an installation makes one: it counts as use until it is given back.',
          ),
      ...asked,
      ...(isFinal ? [] : [vscode.l10n.t('It is given back at once.')]),
      world === 'sandbox' ? vscode.l10n.t('In the sandbox on this machine.') : profile,
    ]
      .filter((line) => line !== '')
      .join('\n'),
    button: isFinal ? vscode.l10n.t('Use Up') : vscode.l10n.t('Check License'),
  };
}
