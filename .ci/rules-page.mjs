// The page of the rules, from the rules themselves (src/rules) and their codes.

/**
 * @typedef {import('../src/rules/index.ts').Rule} Rule
 * @typedef {import('../src/problem/index.ts').CodeEntry} CodeEntry
 * @typedef {typeof import('../src/rules/system-ends.ts')} Ends
 */

/** @type {Readonly<Record<import('../src/rules/index.ts').Rule['needs'][number], string>>} */
const evidence = {
  release: 'the files of the release',
  target: 'the settings',
  config: 'the index and the configs of the image',
  layers: 'the layers of the image',
  chart: 'the files of the chart',
  rendered: 'what helm makes of it',
};

/** @type {readonly ['marketplace', 'ecr', 'oci']} */
const kinds = ['marketplace', 'ecr', 'oci'];

/**
 * The text of media/docs/rules.md.
 * @param {readonly Rule[]} rules
 * @param {Readonly<Record<string, CodeEntry>>} codes
 * @param {Ends} ends
 */
export function rulesPage(rules, codes, { endsTaken, systemEnds }) {
  const rows = rules.map((rule) =>
    row([`[${rule.code}](#${rule.code})`, ...kinds.map((kind) => rule.severity[kind] ?? '-')]),
  );
  const systems = Object.values(systemEnds).flatMap((system) => (system ? [system] : []));
  return [
    '# Rules',
    'A rule is a requirement that a release can break. How grave a finding is depends on the kind of the target; a finding can be less grave than the table says, never more. An error stops the image, or the chart, before anything of it is final; the others go on.',
    [row(['Rule', ...kinds]), row(['-', '-', '-', '-']), ...rows].join('\n'),
    'In `marketplace.yaml` a rule gets another level, or is set off with a reason. The level takes the place of the one in the table: what is less grave than the table says gets no graver by it.',
    '```yaml\nrules:\n  non-root: warning\n  eol-base: { level: off, reason: "the vendor supports it until 2030" }\n```',
    'Of secrets only the place is told. A file that a later layer deletes is still in the image: whoever pulls it gets every layer. Private keys are looked for in files of up to 64 KiB; what lies where programs keep their tests and examples is told as information.',
    'Rules about charts are asked of every Helm chart that is released, by `check` of those that lie on this machine, as they are. Those that begin with `addon` are asked of EKS add-ons only (`delivery: eks-add-on`). Where a helm is at hand, what it renders counts; else what files and default values say, and the finding says so.',
    ...rules.map((rule) => section(rule, codes[rule.code])),
    '## Ends of systems',
    `What \`eol-base\` goes by, taken ${endsTaken}. Systems and releases that are not listed are not judged, but for releases older than all that are.`,
    [
      row(['System', 'Release', 'Security updates until']),
      row(['-', '-', '-']),
      ...systems.flatMap(({ name, releases }) =>
        Object.entries(releases)
          .sort(([a], [b]) => b.localeCompare(a, 'en', { numeric: true }))
          .map(([release, end]) => row([name, release, end])),
      ),
    ].join('\n'),
    '<!-- Written from src/rules by npm run docs. -->\n',
  ].join('\n\n');
}

/**
 * @param {Rule} rule
 * @param {CodeEntry | undefined} code
 */
function section(rule, code) {
  if (!code) throw new Error(`The rule ${rule.code} has no code`);
  const { means, cure, aws } = code;
  return [
    `### ${rule.code}`,
    means,
    `**Why:** ${rule.why}`,
    `**What to do:** ${cure}`,
    [
      `- Needs ${rule.needs.map((need) => evidence[need]).join(' and ')}${rule.helpedBy ? `; finds more with ${evidence[rule.helpedBy]}` : ''}.`,
      `- Source: ${rule.source}.`,
      ...(aws?.length ? [`- AWS says: ${aws.map((name) => `\`${name}\``).join(', ')}`] : []),
    ].join('\n'),
  ].join('\n\n');
}

/** @param {string[]} cells */
function row(cells) {
  return `| ${cells.join(' | ')} |`;
}
