import * as vscode from 'vscode';
import type { Settings } from './ids.ts';

/** A setting of the user. The default stands in package.json, and nowhere else. */
export function readSetting<K extends keyof Settings>(name: K): Settings[K] {
  const value = vscode.workspace.getConfiguration('marketplaceRelease').get<Settings[K]>(name);
  if (value === undefined) throw new Error(`package.json has no default for marketplaceRelease.${name}`);
  return value;
}
