import * as vscode from 'vscode';
import { cleanText, formatBytes } from '#text';
import type { TagNode } from '../node.ts';
import type { ImageFact } from '../repositories-model.ts';
import { shortPlatform } from './platform-words.ts';
import { type RowWords, rowWords } from './row-words.ts';
import { timeAgo } from './time-words.ts';

/** More than these make a row that nobody reads. */
const mostPlatforms = 4;

/** What a tag's row says beside the tag itself. */
export interface TagKnowledge {
  /** Known once somebody looked into the tag. */
  readonly image: ImageFact | undefined;
  readonly isFinal: boolean;
  readonly now: number;
}

/** `8.3.4`, `2 days ago · amd64 arm64 · 212 MB`. */
export function tagWords(node: TagNode, { image, isFinal, now }: TagKnowledge): RowWords {
  const label = cleanText(node.tag);
  const { language } = vscode.env;
  const pushed = node.pushedAt === undefined ? undefined : timeAgo(node.pushedAt, now, language);
  const size = tagSize(node, image);
  const platforms = image?.platforms.map(({ platform }) => shortPlatform(platform)) ?? [];
  const shown = platforms.slice(0, mostPlatforms);
  const hidden = platforms.length - shown.length;
  const states = [
    pushed,
    [...shown, ...(hidden > 0 ? [`+${hidden}`] : [])].join(' '),
    size === undefined ? undefined : formatBytes(size),
  ];
  const accessible = [
    vscode.l10n.t('tag'),
    pushed === undefined ? undefined : vscode.l10n.t('pushed {0}', pushed),
    new Intl.ListFormat(language, { type: 'conjunction' }).format(platforms),
    states[2],
    isFinal ? vscode.l10n.t('final') : undefined,
  ];
  return rowWords(label, states.filter(isSaid), accessible.filter(isSaid));
}

/** Bytes as the registry counts them, else as we do. */
export function tagSize({ size }: TagNode, image: ImageFact | undefined): number | undefined {
  return size ?? image?.size;
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
