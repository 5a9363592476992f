// npm run picture: writes media/docs/plan.svg, the picture in the README, from a real run of the built program against the sandbox.
// Needs `script` (util-linux), which gives the program a terminal.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(root, 'dist', 'cli.cjs');
const columns = 100;
const look = { advance: 8.4, line: 19, margin: 18, bar: 30, ground: '#1f1f1f', text: '#d4d4d4' };
/** @type {Readonly<Record<number, string>>} */
const colours = {
  30: '#666666',
  31: '#f48771',
  32: '#89d185',
  33: '#e2c08d',
  34: '#75beff',
  35: '#c586c0',
  36: '#4ec9b0',
  37: '#e5e5e5',
  90: '#8b949e',
};

const folder = mkdtempSync(path.join(tmpdir(), 'picture-'));
try {
  const command = `stty cols ${columns}; exec '${process.execPath}' '${cli}' plan --sandbox`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: path.join(root, 'media', 'sample'),
    encoding: 'utf8',
    // The sandbox keeps its state in a folder of its own, so that every picture begins with the same Marketplace.
    env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', XDG_STATE_HOME: folder },
  });
  const shown = stdout.slice(stdout.lastIndexOf('Plan for target'));
  if (!shown.includes('to do:')) throw new Error(`No plan was shown:\n${stdout}`);
  writeFileSync(
    path.join(root, 'media', 'docs', 'plan.svg'),
    picture(`$ marketplace-release plan --sandbox\n\n${shown}`),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * A terminal's text with its colours, as SVG.
 * @param {string} text
 */
function picture(text) {
  const lines = text.replaceAll('\r', '').trimEnd().split('\n');
  const width = Math.round(columns * look.advance + 2 * look.margin);
  const height = look.bar + look.margin + lines.length * look.line + look.margin;
  let style = { colour: look.text, bold: false };
  const rows = lines.map((line, row) => {
    const y = look.bar + look.margin + row * look.line;
    const parts = [];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    for (const piece of line.split(/(\u001b\[[0-9;?]*[A-Za-z])/)) {
      if (piece.startsWith('\u001b[')) style = piece.endsWith('m') ? styled(style, piece.slice(2, -1)) : style;
      else if (piece)
        parts.push(`<tspan fill="${style.colour}"${style.bold ? ' font-weight="bold"' : ''}>${escaped(piece)}</tspan>`);
    }
    return `<text x="${look.margin}" y="${y}" xml:space="preserve">${parts.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The plan of a release in a terminal">
<rect width="100%" height="100%" rx="8" fill="${look.ground}"/>
${['#f48771', '#e2c08d', '#89d185'].map((fill, at) => `<circle cx="${20 + at * 18}" cy="16" r="5" fill="${fill}"/>`).join('')}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${rows.join('\n')}
</g>
</svg>
`;
}

/**
 * @param {{ colour: string, bold: boolean }} style
 * @param {string} codes of an SGR sequence, e.g. `1;31`
 */
function styled(style, codes) {
  let { colour, bold } = style;
  for (const number of codes.split(';').map(Number)) {
    if (number === 0) [colour, bold] = [look.text, false];
    else if (number === 1) bold = true;
    else if (number === 22) bold = false;
    else if (number === 39) colour = look.text;
    else colour = number === 2 ? '#8b949e' : (colours[number] ?? colour);
  }
  return { colour, bold };
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
