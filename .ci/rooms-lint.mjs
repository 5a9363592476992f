// Writes the house plan (rooms.mjs) as Biome overrides. Everything is refused and the permitted few are excepted, so that a new
// package or room is closed until the table opens it.
import { hostGlobals, nodeGlobals, rooms } from './rooms.mjs';

/**
 * Relative paths by how deep in its room a file lies: as many steps up as stay inside. A path may go up only at its start,
 * because `./a/../../aws` would slip out. Deeper files count as the last depth, which is stricter.
 */
const depths = [
  { below: '**', allowed: ['./**'], refused: ['./**/../**'] },
  { below: '*/**', allowed: ['./**', '../*', '../*/**'], refused: ['./**/../**', '../..', '../**/../**'] },
  { below: '*/*/**', allowed: ['./**', '../**'], refused: ['./**/../**', '../../..', '../*/**/../**'] },
];

/** The text of .ci/rooms.biome.json, which biome.json extends. */
export function roomsLint() {
  const overrides = Object.entries(rooms).flatMap(([name, room]) => [
    globalsOverride(name, room),
    ...depths.map((depth) => importsOverride(name, room, depth)),
  ]);
  const lines = overrides
    .filter((override) => override !== undefined)
    .map((override) => `    ${JSON.stringify(override)}`);
  return `{\n  "overrides": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/**
 * @param {string} name
 * @param {import('./rooms.mjs').Room} room
 * @param {(typeof depths)[number]} depth
 */
function importsOverride(name, room, depth) {
  const node = room.node === 'all' ? ['node:*', 'node:*/**'] : room.node;
  const permitted = [...depth.allowed, ...room.rooms.map((other) => `#${other}`), ...room.packages, ...node];
  const group = ['**', ...permitted.map((pattern) => `!${pattern}`), ...depth.refused];
  const message = `src/${name} may not import this: see .ci/rooms.mjs and CONTRIBUTING.md.`;
  return override(`src/${name}/${depth.below}`, {
    noRestrictedImports: { level: 'error', options: { patterns: [{ group, message }] } },
  });
}

/**
 * @param {string} name
 * @param {import('./rooms.mjs').Room} room
 */
function globalsOverride(name, room) {
  if (room.node === 'all') return undefined;
  const denied = room.node.length === 0 ? [...hostGlobals, ...nodeGlobals] : hostGlobals;
  const message = `src/${name} runs without this; what it needs of the machine is a port.`;
  const deniedGlobals = Object.fromEntries(denied.map((global) => [global, message]));
  return override(`src/${name}/**`, { noRestrictedGlobals: { level: 'error', options: { deniedGlobals } } });
}

/**
 * @param {string} glob
 * @param {object} style
 */
function override(glob, style) {
  return { includes: [glob], linter: { rules: { style } } };
}
