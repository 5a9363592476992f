/** Whether a template is one that injecting has put there. */
export function isOfOurs({ path }: { readonly path: string }): boolean {
  return /^templates\/_?awsmp[-.](?!manifests\/)/.test(path);
}
