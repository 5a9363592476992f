import type { ValueFault } from '../field-spec.ts';

/** Namespaces that each cluster begins with; an add-on may not use them (developer guide, AddDeliveryOptions, Namespace). */
const initial = new Set(['default', 'kube-system', 'kube-public']);

/** Whether an add-on may be installed in the namespace. */
export function namespaceFault(text: string): ValueFault | undefined {
  if (!initial.has(text)) return undefined;
  return {
    message: `An add-on cannot be installed in the namespace ${text}.`,
    hint: 'Give it a namespace of its own.',
    awsCode: 'INVALID_ADDON_NAMESPACE',
  };
}
