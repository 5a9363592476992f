import type { RepositoryList, TagList } from '#jobs';
import { shortDigest } from '#reference';
import { formatBytes, formatCount } from './amounts.ts';
import { type Line, line } from './line.ts';
import { indented, placeLines } from './plan-text.ts';
import { targetPlace } from './target-place.ts';

/** Repositories, one a line, and where they were learned from. */
export function repositoriesText({ target, from, repositories }: RepositoryList, width: number): Line[] {
  const widest = longest(repositories.map(({ name }) => name));
  return [
    ...placeLines('Repositories of', target, width),
    line(),
    ...repositories.map(({ name, createdAt, product }) => {
      const notes = [
        ...(product === undefined ? [] : [`${product.title} (${product.id})`]),
        ...(createdAt === undefined ? [] : [`made ${createdAt.slice(0, 10)}`]),
      ];
      return line(notes.length === 0 ? `  ${name}` : `  ${name.padEnd(widest)}  ${notes.join('  ')}`);
    }),
    ...(repositories.length === 0 ? [] : [line()]),
    line(`  ${formatCount(repositories.length, 'repository', 'repositories')}`),
    ...(from === 'files'
      ? indented('AWS does not let this account list them; these are the ones that the release files name.', width)
      : []),
  ];
}

/** Tags, one a line: digest, push time (UTC), size. */
export function tagsText({ target, repository, tags }: TagList, _width: number): Line[] {
  const rows = tags.map(({ tag, digest, pushedAt, size }) => ({
    tag,
    digest: digest === undefined ? '' : shortDigest(digest),
    pushed: pushedAt === undefined ? '' : `${pushedAt.slice(0, 10)} ${pushedAt.slice(11, 16)}`,
    size: size === undefined ? '' : formatBytes(size),
  }));
  const widths = {
    tag: longest(rows.map(({ tag }) => tag)),
    digest: longest(rows.map(({ digest }) => digest)),
    pushed: longest(rows.map(({ pushed }) => pushed)),
    size: longest(rows.map(({ size }) => size)),
  };
  return [
    line(`Tags of ${targetPlace({ ...target, prefix: repository })}`, 'strong'),
    line(),
    ...rows.map(({ tag, digest, pushed, size }) =>
      line(
        `  ${tag.padEnd(widths.tag)}  ${digest.padEnd(widths.digest)}  ${pushed.padEnd(widths.pushed)}  ${size.padStart(widths.size)}`.trimEnd(),
      ),
    ),
    ...(rows.length === 0 ? [] : [line()]),
    line(`  ${formatCount(rows.length, 'tag')}${widths.pushed === 0 ? '' : '; times are UTC'}`),
  ];
}

function longest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
