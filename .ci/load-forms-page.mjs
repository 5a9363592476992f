// The page of the fields of load forms, from the catalogue (src/catalog).
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './bundles.mjs';

/**
 * @typedef {import('../src/catalog/index.ts').FieldSpec} FieldSpec
 * @typedef {import('../src/catalog/index.ts').TextShape} TextShape
 * @typedef {import('../src/catalog/index.ts').ValueList} ValueList
 * @typedef {typeof import('../src/catalog/index.ts')} Catalog
 */

/** Lists longer than this are not printed, only where they are from. */
const mostPrinted = 80;

/** The text of media/docs/load-forms.md. */
export async function loadFormsPage() {
  const { fieldsOf, formKinds, optionKinds } = await loadCatalog();
  /** @type {Map<string, ValueList>} */
  const lists = new Map();
  const sections = formKinds.flatMap((kind) => [
    `## ${kind}`,
    ...fieldsOf(kind).map((field) => fieldText(field, '###', lists)),
    ...optionKinds
      .filter((option) => fieldsOf(kind, option).length > 0)
      .flatMap((option) => [
        `### [[Option: ${option}]]`,
        ...fieldsOf(kind, option).map((field) => fieldText(field, '####', lists)),
      ]),
  ]);
  return [
    '# Fields of load forms',
    'A load form is a text file, `*.loadform.txt`, of one or several forms. Labels are the portal\'s own; case and blanks do not count, and the other names of a field are understood too. A line that begins with `#` is a comment, and `"""` on a line of its own ends a text of several lines. What cannot be right is an error, what probably is not a warning: where the pages of AWS disagree, and where a value is not in a list that AWS extends without notice.',
    [
      '- **Required**: the form is refused without it.',
      '- **Goes to**: the change types of the Catalog API that carry it, and where in their details.',
      '- **AWS says**: the codes that AWS answers with when it is wrong; those that only AWS can find are named apart.',
    ].join('\n'),
    ...sections,
    '## Lists',
    ...[...lists.values()].map(listText),
    '<!-- Written from src/catalog by npm run docs. -->\n',
  ].join('\n\n');
}

/**
 * @param {FieldSpec} field
 * @param {string} heading
 * @param {Map<string, ValueList>} lists
 * @returns {string}
 */
function fieldText(field, heading, lists) {
  const { label, aliases, help, required, onlyWith, path: place, isRetired } = field;
  const parts = [`${heading} ${label}`, '', mark(help)];
  /** @type {string[]} */
  const facts = [];
  if (required) facts.push(`Required${required === 'always' ? '' : `: when ${mark(required.when)}`}`);
  if (onlyWith) facts.push(`Only when ${onlyWith.when}`);
  facts.push(shapeText(field, lists));
  if (isRetired) facts.push("In AWS's schema, but no longer in its guide: taken, not offered");
  if (aliases.length > 0) facts.push(`Also called: ${aliases.join(', ')}`);
  if (place) facts.push(`Goes to: ${goesTo(place)}`);
  const { found, remote } = codesOf(field);
  if (found !== '') facts.push(`AWS says: ${found}`);
  if (remote !== '') facts.push(`Only AWS can find: ${remote}`);
  parts.push('', ...facts.map((fact) => `- ${fact}`));
  if (field.shape.kind === 'groups') parts.push('', memberTable(field.shape.fields, lists));
  return parts.join('\n');
}

/**
 * The fields of an item, a row each.
 * @param {readonly FieldSpec[]} fields
 * @param {Map<string, ValueList>} lists
 */
function memberTable(fields, lists) {
  const rows = fields.map((field) => {
    const { label, required, help, path: place, isRetired } = field;
    const isRequired = required === 'always' ? 'required' : isRetired ? 'not offered' : '';
    const { found, remote } = codesOf(field);
    const codes = [found, remote === '' ? '' : `only AWS can find ${remote}`].filter((part) => part !== '').join('; ');
    return [label, isRequired, shapeText(field, lists), mark(help), place ? `\`${place.json}\`` : '', codes];
  });
  const table = [['Field', '', 'Takes', 'What it is', 'Goes to', 'AWS says'], ['-', '-', '-', '-', '-', '-'], ...rows];
  return table.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/**
 * @param {FieldSpec} field
 * @param {Map<string, ValueList>} lists
 */
function shapeText({ shape }, lists) {
  if (shape.kind === 'text') return textShape(shape, lists, 'A text');
  const count = shape.least === shape.most ? `${shape.most}` : `${shape.least} to ${shape.most}`;
  if (shape.kind === 'groups') return `${count} items of these fields`;
  const { total, separator, takesFile, usual } = shape;
  const words = [`${count} items`, textShape(shape.item, lists, 'each a text')];
  if (usual !== undefined) words.push(`one page of AWS takes ${usual}`);
  if (total !== undefined) words.push(`${total} characters in all`);
  if (separator) words.push('one a line, or with commas between them');
  if (takesFile) words.push('`@file` for the targets of an image list');
  return words.join('; ');
}

/**
 * @param {TextShape} shape
 * @param {Map<string, ValueList>} lists
 * @param {string} start
 */
function textShape({ least, most, range, pattern, values, list, sample }, lists, start) {
  if (range) return `A number from ${range.least} to ${range.most}`;
  if (values) return `One of ${values.map((value) => `\`${value}\``).join(', ')}`;
  const words = [start];
  if (least !== undefined && most !== undefined) words.push(`of ${least} to ${most} characters`);
  else if (most !== undefined) words.push(`of up to ${most} characters`);
  if (pattern) words.push(`that ${pattern.isSoft ? 'should be' : 'is'} ${mark(pattern.means)}`);
  if (list) {
    lists.set(list.name, list);
    words.push(`from the ${list.name}`);
  }
  if (sample !== undefined && !pattern?.means.includes('such as')) words.push(`such as \`${sample}\``);
  return words.join(' ');
}

/** @param {NonNullable<FieldSpec['path']>} place */
function goesTo({ changes, json }) {
  const where = json === '' ? '' : `, \`${json}\``;
  return `${changes.length === 0 ? 'every change' : changes.join(', ')}${where}`;
}

/**
 * AWS's codes for the field: those that we find before it does, and the others.
 * @param {FieldSpec} field
 */
function codesOf({ awsCodes: { remote = [], ...found } }) {
  /** @param {readonly string[]} codes */
  const words = (codes) => [...new Set(codes)].map((code) => `\`${code}\``).join(', ');
  return { found: words(Object.values(found)), remote: words(remote) };
}

/** @param {ValueList} list */
function listText({ name, taken, from, values, isPartial }) {
  const title = `### ${name[0]?.toUpperCase()}${name.slice(1)}`;
  const source = `Taken on ${taken} from: ${from}.${isPartial ? ' Others are taken without a word.' : ''}`;
  const shown =
    values.length > mostPrinted ? `${values.length} of them.` : values.map((value) => `\`${value}\``).join(', ');
  return [title, source, shown].join('\n\n');
}

/** Text with what Markdown would swallow marked as code. @param {string} text */
function mark(text) {
  return text.replace(/\$\{\w+\}/g, '`$&`').replace(/<\S+>/g, '`$&`');
}

/**
 * The catalogue is TypeScript, which Node 20 does not read.
 * @returns {Promise<Catalog>}
 */
async function loadCatalog() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/catalog/index.ts')],
    bundle: true,
    format: 'esm',
    // The packages' builds for browsers load nothing of Node.
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
}
