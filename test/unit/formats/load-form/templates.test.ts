import { expect, it } from 'vitest';
import { formKinds, labelOrder, templateOf } from '#catalog';
import { formatLoadForm, parseLoadForm } from '#formats';

it.each(formKinds)('the template of a form of %s is well written, and the formatter has nothing to do', (kind) => {
  const template = templateOf(kind);
  const { model, problems } = parseLoadForm(template);
  expect(problems).toEqual([]);
  expect(model.forms).toHaveLength(1);
  expect(formatLoadForm(template, labelOrder)).toBe(template);
});
