import { parseSettings } from '#formats';
import type { Language } from '../language.ts';
import { completeSettings } from './complete-settings.ts';
import { formatSettings } from './format-settings.ts';
import { settingsFixes } from './settings-fixes.ts';
import { settingsHover } from './settings-hover.ts';
import { settingsLinks } from './settings-links.ts';
import { settingsFolds, settingsSymbols } from './settings-outline.ts';
import { settingsTree } from './settings-tree.ts';

/** `marketplace.yaml`. Keys, values and what they mean come from its schema; nothing here asks anybody. */
export const settingsLanguage: Language = {
  id: 'settings',
  diagnose: (text) => parseSettings(text).problems,
  symbols: (text) => settingsSymbols(settingsTree(text)),
  folds: (text) => settingsFolds(settingsTree(text)),
  links: (text, files) => settingsLinks(settingsTree(text), files),
  format: formatSettings,
  fixes: (text, _range, problems) => known(settingsFixes(settingsTree(text), problems)),
  complete: (text, offset, facts) => known(completeSettings(settingsTree(text), within(text, offset), facts)),
  hover: (text, offset) => known(settingsHover(settingsTree(text), within(text, offset))),
  lines: () => known([]),
};

function known<T>(value: T) {
  return { value, wants: [] };
}

/** An editor's offset may be of a text that has become shorter. */
function within(text: string, offset: number): number {
  return Math.min(Math.max(offset, 0), text.length);
}
