import type { Parsed } from '../parsed.ts';
import type { FormFile } from './form-model.ts';
import { readForm } from './read-form.ts';

/**
 * Reads a load form: `[name]` begins a form, `[[Option: kind]]` a part of it, `Label: value` is a field. A value may be a text of
 * several lines between `"""`, or a list of `- item` lines below its label, whose items are texts or groups of fields. A line that
 * begins with `#` is a comment, outside texts of several lines. Which fields there may be is not asked here.
 * What could not be understood is a problem at its line, and not in the model; what can be read in spite of a fault is.
 */
export function parseLoadForm(text: string): Parsed<FormFile> {
  const { model, problems } = readForm(text);
  return { model, problems };
}
