import * as vscode from 'vscode';
import { shortDigest } from '#reference';
import { cleanText, formatBytes } from '#text';
import type { PlatformNode } from '../node.ts';
import { type RowWords, rowWords } from './row-words.ts';

/** `linux/amd64`, `sha256:1f0c…9a2e · 106 MB`. */
export function platformWords({ platform, digest, size }: PlatformNode): RowWords {
  const states = [shortDigest(digest), ...(size === undefined ? [] : [formatBytes(size)])];
  return rowWords(cleanText(platform), states, [vscode.l10n.t('platform'), ...states]);
}

/** `amd64`: nearly every image is for Linux. */
export function shortPlatform(platform: string): string {
  return cleanText(platform.replace(/^linux\//, ''));
}
