/** What a load form is of: `Form:` names it. */
export type FormKind = 'Container product' | 'Container version' | 'AMI product' | 'AMI version';

/** What `[[Option: …]]` may say in a container version: how it is delivered. */
export type OptionKind = 'Images' | 'Helm' | 'EKS add-on';

export const formKinds: readonly FormKind[] = ['Container product', 'Container version', 'AMI product', 'AMI version'];

export const optionKinds: readonly OptionKind[] = ['Images', 'Helm', 'EKS add-on'];
