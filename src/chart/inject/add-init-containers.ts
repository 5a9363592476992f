import { matchPath } from '#formats';
import type { ChartDraft } from './chart-draft.ts';
import { withInitContainer, withoutInitContainer } from './init-container.ts';
import type { InjectionWish } from './injection-wish.ts';

/** Has the pods of an EKS add-on begin with the check of the licence; takes it out of the pods of a chart that checks in another way. */
export function addInitContainers(draft: ChartDraft, { delivery, parts }: InjectionWish): void {
  const check = parts.find((part) => part.kind === 'license-check');
  const isWanted = delivery === 'eks-add-on' && check !== undefined;
  const chosen = check?.workloads;
  const unused = new Set(chosen);
  let found = 0;
  for (const path of draft.templates()) {
    const before = draft.text(path);
    if (before === undefined || !/\.(?:ya?ml|tpl)$/.test(path)) continue;
    const plain = withoutInitContainer(before);
    const fits = chosen?.filter((pattern) => matchPath(pattern, path));
    const edited =
      isWanted && fits?.length !== 0 ? withInitContainer(plain) : { text: plain, workloads: 0, faults: [] };
    if (edited.text !== before) draft.set(path, edited.text);
    if (edited.workloads > 0) for (const pattern of fits ?? []) unused.delete(pattern);
    found += edited.workloads;
    for (const { line, why } of edited.faults) {
      const message = `The licence check was not added to the pods of ${path}: ${why}.`;
      draft.finding({
        code: 'chart-workload-not-editable',
        severity: 'error',
        message,
        hint: byHand,
        file: path,
        line,
      });
    }
  }
  if (!isWanted) return;
  for (const pattern of unused) tell(draft, `No Deployment, StatefulSet or DaemonSet stands in ${pattern}`);
  if (found === 0 && unused.size === 0) {
    tell(draft, 'The chart has no Deployment, StatefulSet or DaemonSet of its own that could check the licence');
  }
}

const byHand =
  'Add {{- include "awsmp.licenseCheckContainer" $ | nindent 8 }} to the init containers there by hand, or choose other templates with workloads.';

function tell(draft: ChartDraft, what: string): void {
  const hint = 'Name templates of the chart itself under workloads: those of its subcharts keep their bytes.';
  draft.finding({
    code: 'chart-workload-not-editable',
    severity: 'error',
    message: `${what}.`,
    hint,
    file: 'templates',
  });
}
