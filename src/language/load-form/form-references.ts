import { type FormReference, formReferences } from '#catalog';
import { type Form, parseLoadForm } from '#formats';
import { parseReference, type Reference } from '#reference';

/** An image or a chart of a form that a registry can be asked about: it has a tag. */
export interface AskableReference extends Pick<FormReference, 'range' | 'strange'> {
  readonly reference: Reference;
}

/** The container images and charts of forms that a registry can be asked about. */
export function askableReferences(forms: readonly Form[]): AskableReference[] {
  return forms.flatMap(formReferences).flatMap(({ text, range, strange }) => {
    const parsed = parseReference(text);
    if (!parsed.ok || parsed.reference.tag === undefined) return [];
    const { digest: _, ...reference } = parsed.reference;
    return [{ reference, range, strange }];
  });
}

/** Whether a text of load forms names anything that a registry could be asked about. */
export function formNamesImages(text: string): boolean {
  return askableReferences(parseLoadForm(text).model.forms).length > 0;
}
