import { checkForm, labelOrder } from '#catalog';
import { formatLoadForm, parseLoadForm } from '#formats';
import type { Language } from '../language.ts';
import { completeForm } from './form-completion.ts';
import { fixForm } from './form-fixes.ts';
import { formHover } from './form-hover.ts';
import { formLinks } from './form-links.ts';
import { formFolds, formSymbols } from './form-outline.ts';
import { formStates } from './form-states.ts';

/** Load forms: `*.loadform.txt`. What a field is comes from the catalogue; nothing here asks anybody. */
export const loadFormLanguage: Language = {
  id: 'load-form',
  diagnose(text) {
    const { model, problems } = parseLoadForm(text);
    return [...problems, ...model.forms.flatMap(checkForm)];
  },
  symbols: formSymbols,
  folds: formFolds,
  links: formLinks,
  format: (text) => formatLoadForm(text, labelOrder),
  fixes: (text, _range, problems) => known(fixForm(text, problems)),
  complete: (text, offset, facts) => known(completeForm(text, offset, facts)),
  hover: (text, offset) => known(formHover(text, offset)),
  lines: (text, _facts, within) => known(formStates(text, within)),
};

function known<T>(value: T) {
  return { value, wants: [] };
}
