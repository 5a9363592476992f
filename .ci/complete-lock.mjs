// npm run lock, after an install that changed package-lock.json: adds the optional packages that npm left out.
//
// Biome and others come as a package for each kind of machine. When the registry cannot serve one of them at the time, npm install
// leaves it out of the lock file, and npm ci then refuses the lock file everywhere. What is added has no integrity: npm checks
// and writes it when the package is first installed on such a machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingOptional } from './lockfile.mjs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingOptional(lock);
for (const { name, version, of } of missing) {
  const { dev, license } = lock.packages[of];
  lock.packages[`node_modules/${name}`] = { version, ...machine(name), dev, license, optional: true };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
process.stdout.write(`${missing.length} added\n`);

/**
 * The kind of machine that a package is for, which such packages have in their name: `@biomejs/cli-linux-x64-musl`.
 * @param {string} name
 */
function machine(name) {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (os.length !== 1 || cpu.length !== 1)
    throw new Error(`Which machines is ${name} for? Add it to package-lock.json by hand.`);
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc'];
  return { cpu, ...(os[0] === 'linux' ? { libc } : {}), os };
}
