import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { rooms } from '../../.ci/rooms.mjs';

/** A planted line and whether lint must report it. */
interface Line {
  readonly text: string;
  readonly refused: boolean;
}

/** The rules that keep rooms apart; the others take most of lint's time and say nothing of it. */
const apart = ['lint/style/noRestrictedImports', 'lint/style/noRestrictedGlobals', 'plugin'];

const tree = mkdtempSync(path.join(tmpdir(), 'rooms-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const planted = plant();
const reported = lint();

describe('lint keeps the rooms apart', () => {
  it.each(Object.keys(rooms))('%s', (room) => {
    const files = [...planted].filter(([file]) => file.startsWith(`src/${room}/`));
    expect(files).toHaveLength(3);
    for (const [file, lines] of files) {
      const told = lines.map(({ text }, at) => ({ text, refused: reported.has(`${file}:${at + 1}`) }));
      expect({ file, lines: told }).toEqual({ file, lines });
    }
  });
});

/** Three files in every room, at the depths 0, 1 and 2, that import everything there is in every way there is. */
function plant(): Map<string, Line[]> {
  const files = new Map<string, Line[]>();
  for (const room of Object.keys(rooms)) {
    for (const depth of [0, 1, 2]) {
      const file = `src/${room}/${'inner/'.repeat(depth)}planted.ts`;
      files.set(file, [...named(room), ...relative(depth), ...globals(room)]);
    }
  }
  for (const file of ['biome.json', '.gitignore', '.ci/rooms.biome.json', '.ci/imports.grit', 'package.json']) {
    cpSync(path.join(root, file), path.join(tree, file));
  }
  for (const [file, lines] of files) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), lines.map(({ text }) => `${text}\n`).join(''));
  }
  return files;
}

/** Imports of rooms, packages and Node. */
function named(room: string): Line[] {
  const plan = rooms[room];
  if (!plan) throw new Error(`There is no room ${room}`);
  const { rooms: mine, packages, node } = plan;
  const lines = Object.keys(rooms).flatMap((other) => [
    ...everyWay(`#${other}`, !mine.includes(other)),
    { text: `import {} from '#${other}/inside.ts';`, refused: true },
    { text: `import type {} from '#${other}/inside.ts';`, refused: true },
  ]);
  const foreign: [string, boolean][] = [
    ['vscode', room === 'extension'],
    ['@aws-sdk/client-ecr', room === 'aws'],
    ['@aws-sdk/client-sts/dist-types/x', room === 'aws'],
    ['@smithy/types', room === 'aws'],
    ['zod', packages.includes('zod')],
    ['zod/mini', packages.includes('zod/mini')],
    ['yaml', packages.includes('yaml')],
    ['never-heard-of-it', false],
    ['node:fs', node === 'all'],
    ['node:fs/promises', node === 'all'],
    ['node:crypto', node === 'all' || node.includes('node:crypto')],
  ];
  return [...lines, ...foreign.flatMap(([specifier, allowed]) => everyWay(specifier, !allowed))];
}

function everyWay(specifier: string, refused: boolean): Line[] {
  const ways = [
    `import {} from '${specifier}';`,
    `import type {} from '${specifier}';`,
    `import '${specifier}';`,
    `export * from '${specifier}';`,
    `export type * from '${specifier}';`,
    `await import('${specifier}');`,
  ];
  const hidden = [`await import(\`${specifier}\`);`, `type _ = import('${specifier}').X;`, `require('${specifier}');`];
  return [...ways.map((text) => ({ text, refused })), ...hidden.map((text) => ({ text, refused: true }))];
}

/** Paths inside the room, and paths that leave it from a file `depth` folders down. */
function relative(depth: number): Line[] {
  const toRoom = '../'.repeat(depth);
  const inside = ['./beside.ts', './folder/below.ts', `${toRoom || './'}index.ts`, `${toRoom || './'}other/x.ts`];
  const outside = [
    `${toRoom}../aws/index.ts`,
    `${toRoom}../problem/codes.ts`,
    `./${toRoom}../aws/index.ts`,
    `./folder/../${toRoom}../aws/index.ts`,
    `${toRoom || './'}folder/../../aws/index.ts`,
    `${toRoom}..`,
    `${toRoom}../../package.json`,
    `${toRoom}../../test/unit/x.ts`,
  ];
  return [
    ...inside.map((specifier) => ({ text: `import {} from '${specifier}';`, refused: false })),
    ...outside.flatMap((specifier) => [
      { text: `import {} from '${specifier}';`, refused: true },
      { text: `import type {} from '${specifier}';`, refused: true },
    ]),
  ];
}

function globals(room: string): Line[] {
  const node = rooms[room]?.node ?? [];
  return [
    { text: 'process.cwd();', refused: node !== 'all' },
    { text: "await fetch('https://example.com');", refused: node !== 'all' },
    { text: 'Buffer.alloc(1);', refused: node !== 'all' && node.length === 0 },
    { text: 'structuredClone({});', refused: false },
  ];
}

/** `file:line` of everything that lint reports under these rules. */
function lint(): Set<string> {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const only = apart.map((rule) => `--only=${rule.replace('lint/', '')}`);
  const args = [biome, 'lint', ...only, '--max-diagnostics=none', '--reporter=json', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!stdout.startsWith('{')) throw new Error(`Biome did not report: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  const ours = diagnostics.filter(({ category }) => apart.includes(category));
  return new Set(ours.map(({ location }) => `${location.path}:${location.start.line}`));
}
