// Files, and parts of files, that are written from others. `npm run docs` writes them; a test checks that they are in step.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './bundles.mjs';
import { licenseCheckPage } from './license-check-page.mjs';
import { loadFormsPage } from './load-forms-page.mjs';
import { rooms } from './rooms.mjs';
import { roomsLint } from './rooms-lint.mjs';
import { rulesPage } from './rules-page.mjs';

/**
 * Path from the root → the text that the file should have.
 * @returns {Promise<ReadonlyMap<string, string>>}
 */
export async function generated() {
  const contributed = await contributions();
  return new Map([
    ...(await schemaFiles()),
    ['.ci/rooms.biome.json', roomsLint()],
    ['media/docs/codes.md', codesPage(await loadCodes(), await loadRules())],
    ['media/docs/license-check.md', await loadLicenseCheckPage()],
    ['media/docs/load-forms.md', await loadFormsPage()],
    ['media/docs/rules.md', await loadRulesPage()],
    ['CONTRIBUTING.md', withPart(await read('CONTRIBUTING.md'), 'rooms', roomsTable())],
    [
      'README.md',
      withPart(
        withPart(await read('README.md'), 'commands', commandsTable(contributed)),
        'settings',
        settingsTable(contributed),
      ),
    ],
  ]);
}

/** The rooms that exist so far; the plan knows some that are still to come. */
function roomsTable() {
  const built = Object.entries(rooms).filter(([name]) =>
    ['index.ts', 'main.ts', 'activate.ts'].some((file) => existsSync(path.join(root, 'src', name, file))),
  );
  const names = new Set(built.map(([name]) => name));
  const rows = built.map(([name, room]) => {
    const others = room.rooms.filter((other) => names.has(other));
    const packages = room.packages.map((each) => `\`${each.replace('/**', '/*')}\``);
    const node = room.node === 'all' ? ['Node'] : room.node.map((each) => `\`${each}\``);
    return row([`\`${name}\``, room.does, others.join(', ') || '-', [...packages, ...node].join(', ') || '-']);
  });
  const head = row(['Room', 'What it is for', 'Rooms it may import', 'Else it may import']);
  return [head, row(['-', '-', '-', '-']), ...rows].join('\n');
}

/** @param {string[]} cells */
function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

/** package.json's contributions in words: what stands between per cents is looked up. */
async function contributions() {
  const words = JSON.parse(await read('package.nls.json'));
  const text = (await read('package.json')).replace(/"%([^%"]+)%"/g, (_, key) => JSON.stringify(words[key] ?? ''));
  return JSON.parse(text).contributes;
}

/** The commands that the palette offers. @param {any} contributed */
function commandsTable({ commands, menus }) {
  /** @type {{ command: string, when: string }[]} */
  const palette = menus.commandPalette;
  const hidden = new Set(palette.flatMap(({ command, when }) => (when === 'false' ? [command] : [])));
  /** @type {{ command: string, title: string, category: string }[]} */
  const all = commands;
  return all
    .filter(({ command }) => !hidden.has(command))
    .map(({ title, category }) => `- **${category}: ${title}**`)
    .join('\n');
}

/** @param {any} contributed */
function settingsTable({ configuration }) {
  /** @type {[string, { markdownDescription: string, default: unknown }][]} */
  const properties = Object.entries(configuration.properties);
  const rows = properties.map(([name, property]) =>
    row([`\`${name}\``, property.markdownDescription, `\`${JSON.stringify(property.default)}\``]),
  );
  return [row(['Setting', 'Means', 'Default']), row(['-', '-', '-']), ...rows].join('\n');
}

/** @param {string} file from the root */
function read(file) {
  return readFile(path.join(root, file), 'utf8');
}

/** @typedef {{ means: string, cure: string, aws?: readonly string[] }} Code */

/**
 * @param {Record<string, Code>} codes
 * @param {readonly import('../src/rules/index.ts').Rule[]} rules
 */
function codesPage(codes, rules) {
  /** @type {ReadonlySet<string>} */
  const ofRules = new Set(rules.map(({ code }) => code));
  const sections = Object.entries(codes).map(([code, { means, cure, aws }]) => {
    const lines = [`## ${code}`, '', means, '', `**What to do:** ${cure}`];
    if (aws?.length) lines.push('', `AWS says: ${aws.map((name) => `\`${name}\``).join(', ')}`);
    if (ofRules.has(code)) lines.push('', `Why it is a rule, and how grave it is where: [rules](rules.md#${code}).`);
    return lines.join('\n');
  });
  return [
    '# Codes',
    'Every error, problem and outcome carries one of these codes: in the terminal, in reports, in the editor.',
    ...sections,
    '<!-- Written from src/problem/codes.ts by npm run docs. -->\n',
  ].join('\n\n');
}

/** @returns {Promise<Record<string, Code>>} */
async function loadCodes() {
  return (await load('src/problem/codes.ts')).codes;
}

async function loadRulesPage() {
  return rulesPage(await loadRules(), await loadCodes(), await load('src/rules/system-ends.ts'));
}

async function loadLicenseCheckPage() {
  const { programVariables } = await load('src/license-check/program-variables.ts');
  const { exitStatuses } = await load('src/license-check/exit-statuses.ts');
  return licenseCheckPage(programVariables, exitStatuses);
}

/** @returns {Promise<readonly import('../src/rules/index.ts').Rule[]>} */
async function loadRules() {
  return (await load('src/rules/index.ts')).rules;
}

/**
 * The JSON Schemas of files and documents, made from what checks them at run time.
 * @returns {Promise<[string, string][]>}
 */
async function schemaFiles() {
  const makers = await Promise.all(['src/formats/json-schemas.ts', 'src/jobs/json-schemas.ts'].map(load));
  return makers
    .flatMap(({ jsonSchemas }) => Object.entries(jsonSchemas()))
    .map(([name, schema]) => [`media/schemas/${name}`, `${JSON.stringify(schema, undefined, 2)}\n`]);
}

/**
 * A module of ours, which is TypeScript, which Node 20 does not read.
 * @param {string} entry from the root
 */
async function load(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    // As in the bundles: one of the packages does not bundle in its other form.
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
  });
  const source = outputFiles[0]?.text ?? '';
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
}

/**
 * The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced.
 * @param {string} text
 * @param {string} name
 * @param {string} part
 */
function withPart(text, name, part) {
  const [from, to] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  if (start < 0 || end < start) throw new Error(`The text has lost its marks ${from.trim()} and ${to}`);
  return `${text.slice(0, start + from.length)}\n${part}\n\n${text.slice(end)}`;
}
