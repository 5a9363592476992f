import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a {@link fakeScanner} does instead of scanning. */
type Mood = 'scan' | 'fail' | 'garbage' | 'endless' | 'hang';

/** What it was called with. */
interface Call {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly pid: number;
}

/**
 * A program that is called as Trivy or Grype is, pulls what it is asked about with the login that it was given, and speaks like it. It
 * stands in for a scanner whose database no test can have. Arguments and variables are those of the scanners' documentation
 * (aquasecurity/trivy: docs/guide/references/configuration/cli/trivy_image.md; anchore/grype: cmd/grype/cli/options/registry.go).
 */
export function fakeScanner(folder: string, name: 'trivy' | 'grype') {
  const program = path.join(folder, name);
  const at = (kind: string) => path.join(folder, `${name}.${kind}`);
  const does = (mood: Mood, vulnerabilities: readonly object[] = []) =>
    writeFileSync(at('does'), JSON.stringify({ mood, vulnerabilities }));
  const forget = () => writeFileSync(at('calls'), '');
  writeFileSync(program, `#!${process.execPath}\n${script}`);
  chmodSync(program, 0o755);
  does('scan');
  forget();
  return {
    does,
    forget,
    calls: () =>
      readFileSync(at('calls'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line): Call => JSON.parse(line)),
  };
}

/** Its text: it runs on its own. */
const script = String.raw`
const fs = require('node:fs');
const name = require('node:path').basename(__filename);
const argv = process.argv.slice(2);
const env = process.env;
fs.appendFileSync(__filename + '.calls',
  JSON.stringify({ arguments: argv, environment: env, folder: process.cwd(), pid: process.pid }) + '\n');
const { mood, vulnerabilities } = JSON.parse(fs.readFileSync(__filename + '.does', 'utf8'));
const isTrivy = name === 'trivy';
if (argv.includes('--version')) {
  console.log(isTrivy ? 'Version: 0.68.0' : 'grype 0.100.0');
  process.exit(0);
}
const reference = isTrivy ? argv.at(-1) : argv[0].replace(/^registry:/, '');
const [, host, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(reference);
const user = isTrivy ? env.TRIVY_USERNAME : env.GRYPE_REGISTRY_AUTH_USERNAME;
const word = isTrivy ? env.TRIVY_PASSWORD : env.GRYPE_REGISTRY_AUTH_PASSWORD;
if (!isTrivy && user !== undefined && env.GRYPE_REGISTRY_AUTH_AUTHORITY !== host) throw new Error('a login for another host');
const ca = isTrivy ? env.TRIVY_CACERT : env.GRYPE_REGISTRY_CA_CERT;
const isPlain = isTrivy ? /^(127\.0\.0\.1|localhost):/.test(host) && !ca : env.GRYPE_REGISTRY_INSECURE_USE_HTTP === 'true';

function get(path, accept) {
  const options = {
    agent: false,
    headers: { accept, ...(user === undefined ? {} : { authorization: 'Basic ' + Buffer.from(user + ':' + word).toString('base64') }) },
    ...(ca ? { ca: fs.readFileSync(ca) } : {}),
  };
  return new Promise((resolve, reject) => {
    const url = (isPlain ? 'http://' : 'https://') + host + '/v2/' + repository + path;
    require(isPlain ? 'node:http' : 'node:https').get(url, options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => response.statusCode === 200
        ? resolve(JSON.parse(Buffer.concat(chunks).toString()))
        : reject(new Error(path + ': ' + response.statusCode)));
    }).on('error', reject);
  });
}

function report(manifest, config) {
  if (isTrivy) return {
    SchemaVersion: 2, ArtifactName: reference, ArtifactType: 'container_image',
    Metadata: { ImageID: manifest.config.digest, RepoDigests: [reference], ImageConfig: config },
    Results: [{ Target: reference, Class: 'os-pkgs', Type: 'alpine', Vulnerabilities: vulnerabilities.map((one) => ({
      VulnerabilityID: one.id, PkgName: one.name, InstalledVersion: one.version, FixedVersion: one.fixedIn, Severity: one.severity.toUpperCase(),
    })) }],
  };
  return {
    matches: vulnerabilities.map((one) => ({
      vulnerability: { id: one.id, severity: one.severity, fix: { state: 'fixed', versions: [one.fixedIn] } },
      artifact: { name: one.name, version: one.version },
    })),
    source: { type: 'image', target: { userInput: reference, imageID: manifest.config.digest, manifestDigest: digest,
      repoDigests: [reference], tags: [], architecture: config.architecture, os: config.os } },
    descriptor: { name: 'grype', version: '0.100.0' },
  };
}

async function main() {
  if (mood === 'hang') {
    require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' });
    return setInterval(() => undefined, 1000);
  }
  if (mood === 'endless') return void (async () => {
    for (;;) if (!process.stdout.write('x'.repeat(1e6))) await new Promise((done) => process.stdout.once('drain', done));
  })();
  if (mood === 'garbage') return void process.stdout.write('<html>Sign in</html>');
  if (mood === 'fail') throw new Error('FATAL could not log in as ' + user + ' with ' + word);
  const manifest = await get('/manifests/' + digest, 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json');
  const config = await get('/blobs/' + manifest.config.digest, '*/*');
  process.stdout.write(JSON.stringify(report(manifest, config)));
}
main().catch((error) => {
  console.error(String(error.message));
  process.exit(1);
});
`;
