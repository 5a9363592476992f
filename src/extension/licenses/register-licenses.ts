import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { refreshWithWorld } from '../refresh-with-world.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { LazyLicenses } from './lazy-licenses.ts';
import { licenseKind } from './license-kind.ts';

/** The Licenses view with its commands. */
export function registerLicenses(services: Services): vscode.Disposable {
  const licenses = new LazyLicenses(services);
  services.documents.addSource(licenseKind, async (uri, token) => (await licenses.load()).text(uri, token));
  return vscode.Disposable.from(
    licenses,
    refreshWithWorld(services, licenses),
    registerCommand(services, commands.refreshLicenses, () => licenses.refresh()),
    registerCommand(services, commands.loadMoreLicenses, async (row) => (await licenses.load()).more(row)),
    registerCommand(services, commands.copyArn, async (row) => (await licenses.load()).copyArn(row)),
    registerCommand(services, commands.openLicense, async (row) => (await licenses.load()).open(row)),
    registerCommand(services, commands.checkLicense, async (row) => (await licenses.load()).check(row)),
  );
}
