import { attestationCodes } from './codes/attestations.ts';
import { awsCodes } from './codes/aws.ts';
import { chartRuleCodes } from './codes/chart-rules.ts';
import { chartCodes } from './codes/charts.ts';
import type { CodeEntry } from './codes/code-entry.ts';
import { contentCodes } from './codes/content.ts';
import { fileCodes } from './codes/files.ts';
import { formCodes } from './codes/forms.ts';
import { imageCodes } from './codes/images.ts';
import { licenseCodes } from './codes/licenses.ts';
import { machineCodes } from './codes/machine.ts';
import { registryCodes } from './codes/registries.ts';
import { ruleCodes } from './codes/rules.ts';
import { runCodes } from './codes/runs.ts';
import { scanCodes } from './codes/scans.ts';

export type { CodeEntry };

/**
 * Every code that an error, a problem or an outcome can carry, by field, below `codes/`. An undeclared code does not compile, and the page
 * of each (`media/docs/codes.md`) is generated from here.
 */
const entries = {
  ...machineCodes,
  ...fileCodes,
  ...formCodes,
  ...ruleCodes,
  ...imageCodes,
  ...chartRuleCodes,
  ...registryCodes,
  ...contentCodes,
  ...chartCodes,
  ...attestationCodes,
  ...scanCodes,
  ...runCodes,
  ...awsCodes,
  ...licenseCodes,
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof entries;

/** All codes with their meaning, in the order of their page. */
export const codes: Readonly<Record<Code, CodeEntry>> = entries;

/** The id of a rule: what `rules` of the settings names, and the code of what the rule finds. */
export type RuleId = keyof typeof ruleCodes | keyof typeof imageCodes | keyof typeof chartRuleCodes;

/** The ids of all rules, in the order of their page. */
export const ruleIds = Object.keys({ ...ruleCodes, ...imageCodes, ...chartRuleCodes }) as readonly RuleId[];
