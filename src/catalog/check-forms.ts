import { type Form, quote } from '#formats';
import type { TextProblem } from '#problem';
import { checkForm } from './check-form.ts';
import { problemAt } from './checks/finding.ts';
import { fieldLike, textOfField } from './field-values.ts';
import { formField } from './fields/common.ts';
import { fieldsOf, findKind } from './find-field.ts';
import type { FormAround } from './form-around.ts';
import { isVersionUpdate } from './updates.ts';

/**
 * Every problem of the forms of one file: of each, and of versions of one product that have one title.
 * @param around what is known of other files
 */
export function checkForms(forms: readonly Form[], around: FormAround = {}): TextProblem[] {
  return [...forms.flatMap((form) => checkForm(form, around)), ...sameTitles(forms)];
}

/** A change of a version that is there has the title of that version, rightly. */
function sameTitles(forms: readonly Form[]): TextProblem[] {
  const seen = new Map<string, TextProblem['range']>();
  return forms.flatMap((form) => {
    const version = versionOf(form);
    if (!version || isVersionUpdate(form)) return [];
    const { key, title, range } = version;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, range);
      return [];
    }
    const message = `Another version of the product has the title ${quote(title)}, in line ${first.line}.`;
    const hint = 'Each version of a product has a title of its own.';
    return [problemAt(range, 'form-value-duplicate', { message, hint, awsCode: 'DUPLICATE_VERSION_TITLE' })];
  });
}

function versionOf({ fields }: Form): { key: string; title: string; range: TextProblem['range'] } | undefined {
  const named = fieldLike(fields, { label: formField.label, aliases: [] })?.value;
  const kind = named?.kind === 'text' ? findKind(named.text) : undefined;
  if (kind !== 'Container version' && kind !== 'AMI version') return undefined;
  const specs = fieldsOf(kind);
  const text = (id: string): string => {
    const spec = specs.find((each) => each.id === id);
    return spec ? textOfField(fields, spec) : '';
  };
  const [product, title] = [text('productId'), text('versionTitle')];
  const spec = specs.find(({ id }) => id === 'versionTitle');
  const range = spec && fieldLike(fields, spec)?.value.range;
  return product === '' || title === '' || !range ? undefined : { key: JSON.stringify([product, title]), title, range };
}
