// What package-lock.json says, and whether node_modules is what it asks for.

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, optionalDependencies?: Record<string, string> }} Locked */
/** @typedef {{ packages?: Record<string, Locked> }} Lockfile */

/**
 * Compares package-lock.json with what npm notes in node_modules/.package-lock.json after each install. Optional packages may be
 * missing, or there without being asked for: they are for one kind of machine or another.
 * @param {Lockfile} wanted
 * @param {Lockfile | undefined} installed undefined when there is no node_modules, or an install was broken off
 */
export function inStep(wanted, installed) {
  const have = installed?.packages;
  if (!have) return false;
  const want = Object.entries(wanted.packages ?? {}).filter(([path]) => path !== '');
  const names = new Set(want.map(([path]) => path));
  return (
    want.every(([path, entry]) => (have[path] ? same(entry, have[path]) : entry.optional)) &&
    Object.entries(have).every(([path, entry]) => names.has(path) || entry.optional)
  );
}

/**
 * @param {Locked} a
 * @param {Locked} b
 */
function same(a, b) {
  return a.version === b.version && a.integrity === b.integrity;
}

/**
 * The optional dependencies of locked packages that are not locked themselves; `of` is the path of the package that wants them.
 * @param {Lockfile} lock
 */
export function missingOptional(lock) {
  const packages = lock.packages ?? {};
  return Object.entries(packages).flatMap(([of, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${of}/node_modules/${name}`])
      .map(([name, version]) => ({ name, version, of })),
  );
}
