import * as vscode from 'vscode';
import { cleanText } from '#text';
import type { NoteNode } from '../node.ts';
import type { ImageFact } from '../repositories-model.ts';

/** What a tag holds beside platforms, in words. */
export function imageNotes({
  platforms,
  attestations,
  artifactType,
  incomplete,
}: ImageFact): Pick<NoteNode, 'text' | 'icon'>[] {
  const count =
    attestations === 1 ? vscode.l10n.t('1 attestation entry') : vscode.l10n.t('{0} attestation entries', attestations);
  const isEmpty = platforms.length === 0 && attestations === 0 && artifactType === undefined && !incomplete;
  return [
    ...(artifactType === undefined ? [] : [{ text: cleanText(artifactType), icon: 'file-binary' }]),
    ...(attestations === 0 ? [] : [{ text: count, icon: 'verified' }]),
    ...(incomplete === undefined ? [] : [{ text: cleanText(incomplete.message), icon: 'warning' }]),
    ...(isEmpty ? [{ text: vscode.l10n.t('It names no platform'), icon: 'info' }] : []),
  ];
}
