// npm run demo: builds the program and takes the sample release through it, as a person would, on the sandbox. Every step has to end
// as it says, or the demo fails.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(root, 'dist', 'cli.cjs');
const folder = mkdtempSync(path.join(tmpdir(), 'marketplace-release-demo-'));
const hosts = path.join(folder, 'hosts.json');
const saved = path.join(folder, 'plan.json');
/** With what the release's chart needs besides. */
const chartPlan = path.join(folder, 'chart-plan.json');
/** The sample again, with the lines of its settings that ask for attestations: the key is made with the sandbox. */
const attested = path.join(folder, 'attested-sample');
const settings = readFileSync(path.join(root, 'media', 'sample', 'marketplace.yaml'), 'utf8');
const uncommented = settings.replace(/^# (?=attestations:| {2})/gm, '');
const attestations = uncommented.slice(uncommented.indexOf('attestations:'));
/** A release of one image that runs as root. */
const rootless = path.join(folder, 'rootless');
const derive = 'derive: { operate: { user: "1001" } }\n';

/** @typedef {{ in: string, args: string[], says: string, lines?: string, status: number, shows: RegExp }} Step */

/** @type {Step[]} */
const steps = [
  {
    says: 'The sample release: seven images of a vendor, six of them listed for the Marketplace. First the files alone, offline.',
    in: 'media/sample',
    args: ['check'],
    status: 0,
    shows: /No problems/,
  },
  {
    says: 'What would be pushed? Three images are new, one is there, one is there for amd64 only, and one tag is taken by another image: that is why the status is 1. Nothing is written.',
    in: 'media/sample',
    args: ['plan', '--hosts', hosts, '-o', saved],
    status: 1,
    shows: /3 to copy.*1 present, 1 equivalent, 1 conflict/,
  },
  {
    says: 'The vendor signs what it releases. With these lines in marketplace.yaml, only what its key has signed for goes out: this digest, of this image.',
    lines: attestations,
    in: attested,
    args: ['plan', '--hosts', hosts],
    status: 1,
    shows: /attested by.*5 images are attested by the key [0-9A-F]{40}/s,
  },
  {
    says: 'Push just what was planned and saved. A tag here is final, as in AWS Marketplace; the taken one is left alone.',
    in: 'media/sample',
    args: ['mirror', '--hosts', hosts, '--plan', saved, '--yes'],
    status: 1,
    shows: /3 copied.*1 conflict/,
  },
  {
    says: 'The same again: nothing is left to copy.',
    in: 'media/sample',
    args: ['mirror', '--hosts', hosts, '--yes'],
    status: 1,
    shows: /4 present, 1 equivalent, 1 conflict/,
  },
  {
    says: 'Is all of it there, whole, and what the vendor signed? All but the taken tag.',
    in: attested,
    args: ['verify', '--hosts', hosts],
    status: 1,
    shows: /attested by.*5 verified, 1 conflict/s,
  },
  {
    says: 'This image runs as root, which the Marketplace refuses. With this line it goes out with a user of its own.',
    lines: derive,
    in: rootless,
    args: ['mirror', '--hosts', hosts, '--yes'],
    status: 0,
    shows: /derived: user 1001.*1 copied/s,
  },
  {
    says: 'The vendor had released identity:8.3.4 again after it was pushed. A final tag cannot follow, so it goes out under a new one.',
    in: 'media/sample-rerelease',
    args: ['mirror', '--hosts', hosts, '--yes'],
    status: 0,
    shows: /1 copied/,
  },
  {
    says: 'The same release has a chart. Which images does it need, and which of them are there?',
    in: 'media/sample-chart',
    args: ['chart', 'images', 'camunda-platform', '--hosts', hosts],
    status: 1,
    shows: /missing +license-check:1\.0\.0.*taken +identity:8\.3\.4/s,
  },
  {
    says: 'The program that checks licences is put on a Node image and goes out as an image of its own.',
    in: 'media/sample-chart',
    args: ['mirror', '--new-tags', '--hosts', hosts, '--yes'],
    status: 0,
    shows: /derived: program license-check.*1 copied/s,
  },
  {
    says: 'What is planned and saved has the tag that identity went out under, and so has the chart that follows it.',
    in: 'media/sample-chart',
    args: ['plan', '--new-tags', '--hosts', hosts, '-o', chartPlan],
    status: 0,
    shows: /identity:8\.3\.4-1/,
  },
  {
    says: 'The chart for the Marketplace: the check of the licence, a password for the first user, images as they were released. Without --push it shows each file that changes and writes nothing; the tag comes last.',
    in: 'media/sample-chart',
    args: ['chart', 'inject', 'camunda-platform', '--plan', chartPlan, '--push', '--hosts', hosts, '--yes'],
    status: 0,
    shows: /pushed .*camunda-platform:8\.3\.4/,
  },
  {
    says: 'What the Marketplace holds of it now; no console of AWS shows this.',
    in: 'media/sample',
    args: ['list', 'tags', 'identity', '--hosts', hosts],
    status: 0,
    shows: /8\.3\.4-1/,
  },
];

const build = spawnSync(process.execPath, [path.join(root, '.ci', 'build.mjs')], { cwd: root, encoding: 'utf8' });
if (build.status !== 0) fail(`The build failed:\n${build.stdout}${build.stderr}`);

say(
  'A Marketplace on this machine, with sample images upstream. It listens on 127.0.0.1 only; no AWS account is involved.',
);
cpSync(path.join(root, 'media', 'sample'), attested, { recursive: true });
writeFileSync(path.join(attested, 'marketplace.yaml'), uncommented);
mkdirSync(rootless);
const target = settings.slice(0, settings.indexOf('names:'));
writeFileSync(path.join(rootless, 'marketplace.yaml'), `${target}files: { unpaired: sources }\n${derive}`);
writeFileSync(path.join(rootless, '1_images.txt'), 'operate:8.3.4-user registry.camunda.cloud/samples/root:1\n');
const key = path.join(attested, 'attestor.asc');
const sandbox = spawn(process.execPath, [cli, 'sandbox', '--json', '--write-hosts', hosts, '--write-key', key], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await new Promise((resolve, reject) => {
    sandbox.stdout.once('data', resolve);
    sandbox.once('close', () => reject(new Error('The sandbox did not start')));
  });
  for (const step of steps) take(step);
} finally {
  sandbox.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`
That was the main job. What to try next:

  node dist/cli.cjs --help
  node dist/cli.cjs plan --sandbox --config media/sample/marketplace.yaml     a sandbox that keeps its state
  node dist/cli.cjs check --format github media/sample/*                      problems as a pipeline shows them
  README.md                                                                   your own release: three stories, all settings
`);

/** @param {Step} step */
function take(step) {
  say(step.says);
  if (step.lines) process.stdout.write(`${step.lines.replace(/^(?=.)/gm, '    ')}\n`);
  // A file of this run's own is shown by its name alone.
  const [place, ...shown] = [step.in, ...step.args].map((one) => (path.isAbsolute(one) ? path.basename(one) : one));
  process.stdout.write(`  ${place} $ marketplace-release ${shown.join(' ')}\n\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...step.args], {
    cwd: path.resolve(root, step.in),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.stdout.write(stdout.replace(/^(?=.)/gm, '    '));
  if (status !== step.status || !step.shows.test(stdout)) {
    fail(
      `This step should have ended with ${step.status} and shown ${step.shows}; it ended with ${status}.\n${stderr}`,
    );
  }
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`\n${text.replace(/(.{1,96})(?:\s+|$)/g, '# $1\n')}\n`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  throw new Error(message);
}
