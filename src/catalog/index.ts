export { approvalHash, parseApproval } from './approval.ts';
export { refusedCharacters } from './characters.ts';
export { checkForm } from './check-form.ts';
export { checkForms } from './check-forms.ts';
export { nearestValue } from './checks/nearest-value.ts';
export type { FieldSpec, TextShape } from './field-spec.ts';
export { isEmpty, textsOf } from './field-values.ts';
export { fieldOf, fieldsOf, findField, findKind, findOption, labelOrder } from './find-field.ts';
export {
  type FormAround,
  type FormList,
  type FormLists,
  type FormSettings,
  formSettingsOf,
} from './form-around.ts';
export { type FormKind, formKinds, type OptionKind, optionKinds } from './form-kinds.ts';
export { type FormReference, formReferences, listFields } from './form-references.ts';
export { listTargets } from './list-targets.ts';
export { isNeeded } from './needs.ts';
export { templateOf } from './template.ts';
export { isOptionUpdate, isVersionUpdate } from './updates.ts';
export type { ValueList } from './value-list.ts';
