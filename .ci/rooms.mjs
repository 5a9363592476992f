// The house plan: which room of src/ may import what. Lint (rooms.biome.json), the test on the bundles and the table in
// CONTRIBUTING.md all come from here. After a change: npm run docs

/**
 * @typedef {object} Room
 * @property {string} does        what the room is for, in a few words
 * @property {string[]} rooms     the rooms it may import, as `#room`
 * @property {string[]} packages  the npm packages it may import; `name/**` takes everything below
 * @property {'all' | string[]} node  the Node built-ins it may import; `[]` also keeps Node's globals out
 */

const everyday = ['problem', 'reference'];
const files = [...everyday, 'formats', 'release'];
const work = [...files, 'catalog', 'rules', 'registry', 'chart', 'attestation', 'scan', 'license'];
const all = [...work, 'jobs', 'text', 'live', 'language', 'platform', 'aws', 'sandbox', 'pipelines', 'composition'];

/** @type {Readonly<Record<string, Room>>} */
export const rooms = {
  problem: {
    does: 'Problem, Range, the error with code and hint: the leaf that everyone may use',
    rooms: [],
    packages: [],
    node: [],
  },
  reference: {
    does: 'image references, digests, platforms, ECR hosts; pure',
    rooms: ['problem'],
    packages: [],
    node: [],
  },
  formats: {
    does: 'release.json, images.txt, marketplace.yaml, load forms: text ↔ model + problems; pure, web-ready',
    rooms: everyday,
    packages: ['yaml', 'jsonc-parser', 'zod/mini'],
    node: [],
  },
  release: {
    does: 'files → one resolved release: pairing, names, prefix, originals, duplicates, origins; pure',
    rooms: [...everyday, 'formats'],
    packages: [],
    node: [],
  },
  catalog: {
    does: 'Catalog entities, change sets, the catalogue of form fields; pure',
    rooms: files,
    packages: ['zod/mini'],
    node: [],
  },
  rules: {
    does: 'Marketplace requirements, one a file: evidence in, problems out; no I/O',
    rooms: [...files, 'catalog'],
    packages: [],
    node: [],
  },
  registry: {
    does: 'OCI distribution over an HTTP port: client, login, copy, layer reader; images and layers made without Docker',
    rooms: everyday,
    packages: ['fflate', 'zod/mini'],
    node: ['node:crypto', 'node:zlib'],
  },
  chart: {
    does: 'Helm charts: indexes of repositories, archives; read, inject, rewrite, pack byte-stable',
    rooms: [...everyday, 'formats', 'registry'],
    packages: ['fflate', 'jsonc-parser', 'yaml', 'zod/mini'],
    node: ['node:crypto'],
  },
  attestation: {
    does: 'attestations of images: occurrences and their signatures; one lazy bundle',
    rooms: [...everyday, 'registry'],
    packages: ['openpgp', 'zod/mini'],
    node: ['node:zlib'],
  },
  scan: {
    does: 'findings of outside scanners: Trivy, Grype, SARIF; how those are called; pure',
    rooms: [...everyday, 'formats', 'registry'],
    packages: ['zod/mini'],
    node: [],
  },
  license: {
    does: 'licences of AWS License Manager: what they say, and the check of an installation over a port; pure',
    rooms: ['problem'],
    packages: [],
    node: [],
  },
  jobs: {
    does: 'plan and run of each job, its events and reports; declares the gateways that it needs',
    rooms: work,
    packages: ['zod/mini'],
    node: ['node:crypto'],
  },
  text: {
    does: 'plans, reports, lists, events and progress in words: the same in terminal and editor; pure',
    rooms: [...work, 'jobs'],
    packages: [],
    node: [],
  },
  live: {
    does: 'facts for display: lifetime, de-duplication, invalidation by the events of jobs',
    rooms: [...files, 'registry', 'jobs'],
    packages: [],
    node: [],
  },
  platform: {
    does: 'Node adapters for the ports: HTTP with proxy and CA, files, clock, docker config',
    rooms: [...everyday, 'registry', 'jobs'],
    packages: ['zod/mini'],
    node: 'all',
  },
  aws: {
    does: 'the only importer of @aws-sdk; implements the gateways; one lazy bundle',
    rooms: [...everyday, 'registry', 'license', 'jobs'],
    packages: ['@aws-sdk/**', '@smithy/**', 'zod/mini'],
    node: 'all',
  },
  sandbox: {
    does: 'the embedded Marketplace, written from what AWS documents; repeats nothing of ours, so imports no room',
    rooms: [],
    packages: ['fflate', 'modern-tar', 'yaml'],
    node: 'all',
  },
  language: {
    does: 'what an editor offers in release files, image lists, load forms and settings: symbols, folding, format, fixes, completion, hover, links; pure, web-ready',
    rooms: [...files, 'catalog', 'rules'],
    packages: ['jsonc-parser', 'yaml'],
    node: [],
  },
  'license-check': {
    does: 'the program that goes into an image and checks its licence; one small bundle',
    rooms: ['problem', 'license', 'platform', 'aws'],
    packages: [],
    node: 'all',
  },
  pipelines: {
    does: 'writers of CI files',
    rooms: [...everyday, 'formats', 'release'],
    packages: ['yaml'],
    node: [],
  },
  composition: {
    does: 'puts the adapters together for a job, and starts the sandbox in a process of its own',
    rooms: [...work, 'jobs', 'platform', 'aws', 'sandbox'],
    packages: [],
    node: 'all',
  },
  cli: {
    does: 'the command line: a face',
    rooms: all,
    packages: [],
    node: 'all',
  },
  worker: {
    does: "the editor's child process: runs jobs and answers questions over IPC; for the editor a file of types",
    rooms: all,
    packages: ['zod/mini'],
    node: 'all',
  },
  extension: {
    does: 'the editor: a face; the only importer of vscode',
    rooms: [...all, 'worker'],
    packages: ['vscode'],
    node: 'all',
  },
};

/** Globals that would tie a room to Node, or to the network behind its port's back. */
export const hostGlobals = ['process', 'fetch', 'require', 'module', '__dirname', '__filename'];
/** Further ones, for rooms that should run anywhere and without a clock. */
export const nodeGlobals = ['Buffer', 'global', 'setImmediate', 'setInterval', 'setTimeout'];

/**
 * Why a file of `room` may not import `specifier`, which is no relative path; undefined when it may.
 * @param {string} room
 * @param {string} specifier
 * @returns {string | undefined}
 */
export function refusal(room, specifier) {
  const permits = rooms[room];
  if (!permits) return `src/${room} is not in .ci/rooms.mjs`;
  if (specifier.startsWith('#')) {
    if (permits.rooms.includes(specifier.slice(1))) return undefined;
    return specifier.includes('/') ? `${specifier} reaches inside a room` : `${room} may not import ${specifier}`;
  }
  if (specifier.startsWith('node:')) {
    if (permits.node === 'all' || permits.node.includes(specifier)) return undefined;
    return `${room} may not import ${specifier}`;
  }
  const allowed = permits.packages.some((name) =>
    name.endsWith('/**') ? specifier.startsWith(name.slice(0, -2)) : specifier === name,
  );
  return allowed ? undefined : `${room} may not import the package ${specifier}`;
}
