// Somebody who has just installed VS Code and our extension: nothing of the person or machine that this runs on is seen, so that a
// workbench shows the same everywhere and cannot reach a real AWS account.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundles.mjs';

const { properties } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).contributes.configuration;

/** Settings that keep the workbench to itself: no welcome, no offers, no look-ups. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  // As on a desktop: in a browser VS Code saves by itself.
  'files.autoSave': 'off',
  // With more than twenty ports in use VS Code would write settings of its own into this file.
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  // Settings and trust open as a tab: an editor in a dialog keeps the palette from opening.
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * Makes the folders of a newcomer: a home, a place for temporary files, and VS Code's user data with the settings.
 * @param {string} folder
 * @param {Readonly<Record<string, unknown>>} [settings] on top of the quiet ones
 */
export function newcomer(folder, settings = {}) {
  const home = path.join(folder, 'home');
  const temporary = path.join(folder, 'tmp');
  const dataDir = path.join(folder, 'data');
  for (const made of [home, temporary]) mkdirSync(made, { recursive: true });
  writeSettings(
    path.join(dataDir, 'User'),
    Object.entries({ ...quiet, ...settings }).filter(([name]) => !isOfMachine(name)),
  );
  writeSettings(
    path.join(dataDir, 'Machine'),
    Object.entries(settings).filter(([name]) => isOfMachine(name)),
  );
  /** @type {Record<string, string | undefined>} */
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: path.join(home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(home, '.aws', 'credentials'),
  };
  return { home, dataDir, environment };
}

/**
 * Whether a setting is one of a machine: in a browser the window is here and the extension there, so that VS Code reads such a setting
 * where the extension runs. Among the user's settings it counts only until the extension is known.
 * @param {string} name
 */
function isOfMachine(name) {
  return String(properties[name]?.scope).startsWith('machine');
}

/**
 * @param {string} folder
 * @param {readonly [string, unknown][]} settings
 */
function writeSettings(folder, settings) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(Object.fromEntries(settings), undefined, 2));
}
