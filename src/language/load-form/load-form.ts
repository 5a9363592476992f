import { checkForms, labelOrder } from '#catalog';
import { formatLoadForm, parseLoadForm } from '#formats';
import type { Language } from '../language.ts';
import { completeForm } from './form-completion.ts';
import { fixForm } from './form-fixes.ts';
import { formHover } from './form-hover.ts';
import { formLinks } from './form-links.ts';
import { formFolds, formSymbols } from './form-outline.ts';
import { formStates } from './form-states.ts';
import { safeFormEdits } from './safe-form-edits.ts';

/** Load forms: `*.loadform.txt`. What a field is comes from the catalogue; who has the images and charts, the target. */
export const loadFormLanguage: Language = {
  id: 'load-form',
  diagnose(text, facts) {
    const { model, problems } = parseLoadForm(text);
    return [...problems, ...checkForms(model.forms, facts?.forms)];
  },
  symbols: formSymbols,
  folds: formFolds,
  links: formLinks,
  format: (text) => formatLoadForm(text, labelOrder),
  fixes: (text, _range, problems, facts) => known(fixForm(text, problems, facts)),
  safeEdits: safeFormEdits,
  complete: (text, offset, facts) => known(completeForm(text, offset, facts)),
  hover: (text, offset) => known(formHover(text, offset)),
  lines: formStates,
};

function known<T>(value: T) {
  return { value, wants: [] };
}
