/** Where programs keep what comes with them. */
const libraries = /^(?:usr\/(?:local\/)?(?:lib|lib64|libexec|share|include)|lib|lib64|var\/lib)\//;
/** Where packages of a language lie, wherever the program is. */
const packages = /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems)\//;
const examples = /(?:^|\/)(?:tests?|__tests__|test[-_]?data|testing|fixtures?|examples?|samples?|demos?|dummy\w*)\//;
const manuals = /(?:^|\/)(?:docs?|man)\//;
/** Where logins are that somebody uses. */
const ownLogins = /(?:^|\/)\.(?:ssh|aws)\//;

/** Whether a file comes with a program or the system: no image starts with a script of these. */
export function isLibrary(path: string): boolean {
  return libraries.test(path);
}

/**
 * Whether a file lies where programs keep examples and tests. A user may be called `demo`; a folder `docs` of a program that was not
 * installed as a package is as good as any other.
 * @param path below the root, without a slash at its beginning
 */
export function isSample(path: string): boolean {
  if (ownLogins.test(path)) return false;
  const below = path.replace(/^home\/[^/]+\//, '');
  return examples.test(below) || (manuals.test(below) && (libraries.test(path) || packages.test(path)));
}
