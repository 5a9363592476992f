import type { PlanTarget } from '#jobs';

/**
 * A reference at a target, to be read or pasted elsewhere. In a layout it is `oci:FOLDER:NAME:TAG`, because the host that stands for
 * the folder means nothing to anyone (a tag is what skopeo takes so; it knows no such form of a digest or of a repository). What is
 * elsewhere stays as it is.
 */
export function placedReference(
  reference: string,
  { registry, layout }: Pick<PlanTarget, 'registry' | 'layout'>,
): string {
  const host = `${registry}/`;
  if (layout === undefined || !reference.startsWith(host)) return reference;
  return `oci:${layout}:${reference.slice(host.length)}`;
}
