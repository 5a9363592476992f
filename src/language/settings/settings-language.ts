import { parseSettings } from '#formats';
import type { Language } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { chartFixes } from './chart-fixes.ts';
import { chartHover } from './chart-hover.ts';
import { chartStates } from './chart-states.ts';
import { completeSettings } from './complete-settings.ts';
import { completeVersion } from './complete-version.ts';
import { formatSettings } from './format-settings.ts';
import { settingsFixes } from './settings-fixes.ts';
import { settingsHover } from './settings-hover.ts';
import { settingsLinks } from './settings-links.ts';
import { settingsFolds, settingsSymbols } from './settings-outline.ts';
import { settingsTree } from './settings-tree.ts';

/** `marketplace.yaml`. Keys, values and what they mean come from its schema; of the versions of charts their sources tell, and the target. */
export const settingsLanguage: Language = {
  id: 'settings',
  diagnose: (text) => parseSettings(text).problems,
  symbols: (text) => settingsSymbols(settingsTree(text)),
  folds: (text) => settingsFolds(settingsTree(text)),
  links: (text, files) => settingsLinks(settingsTree(text), files),
  format: formatSettings,
  safeEdits(text) {
    const wrong = parseSettings(text).problems.filter(({ rule }) => rule === 'setting-invalid');
    const safe = settingsFixes(settingsTree(text), wrong).filter(({ isSafe }) => isSafe);
    return safe.flatMap(({ edits }) => edits);
  },
  fixes(text, range, problems, facts) {
    const [asker, tree] = [new Asker(facts), settingsTree(text)];
    const value = [...settingsFixes(tree, problems), ...chartFixes(asker, tree, range)];
    return { value, wants: asker.wants };
  },
  complete(text, offset, facts) {
    const [asker, tree, at] = [new Asker(facts), settingsTree(text), within(text, offset)];
    const value = completeVersion(asker, tree, at) ?? completeSettings(tree, at, facts);
    return { value, wants: asker.wants };
  },
  hover(text, offset, facts) {
    const [asker, tree, at] = [new Asker(facts), settingsTree(text), within(text, offset)];
    const hover = settingsHover(tree, at);
    return { value: hover && chartHover(asker, tree, at, hover), wants: asker.wants };
  },
  lines(text, facts, range) {
    const asker = new Asker(facts);
    return { value: chartStates(asker, settingsTree(text), range), wants: asker.wants };
  },
};

/** An editor's offset may be of a text that has become shorter. */
function within(text: string, offset: number): number {
  return Math.min(Math.max(offset, 0), text.length);
}
