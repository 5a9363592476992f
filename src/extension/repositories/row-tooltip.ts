import * as vscode from 'vscode';
import type { Fact } from '#live';
import { cleanText, formatBytes } from '#text';
import type { PlatformNode, RepositoryNode, TagNode, TroubleNode } from './node.ts';
import { referenceOf } from './node-names.ts';
import type { ImageFact } from './repositories-model.ts';
import { type TooltipFact, tooltip } from './tooltip.ts';
import { imageNotes } from './words/image-notes.ts';
import { tagSize } from './words/tag-words.ts';
import { exactTime, timeAgo } from './words/time-words.ts';

export function repositoryTooltip(node: RepositoryNode): vscode.MarkdownString {
  const { product } = node;
  return tooltip(cleanText(referenceOf(node)), [
    ...(product
      ? [{ name: vscode.l10n.t('Product'), value: `${cleanText(product.title)} (${cleanText(product.id)})` }]
      : []),
  ]);
}

/** @param known what the tag holds, or why that could not be read */
export function tagTooltip(
  node: TagNode,
  known: Fact<ImageFact> | Error,
  { isFinal, now }: { readonly isFinal: boolean; readonly now: number },
): vscode.MarkdownString {
  const { language } = vscode.env;
  const image = known instanceof Error ? undefined : known.value;
  const digest = node.digest ?? image?.digest;
  const size = tagSize(node, image);
  const { pushedAt } = node;
  const pushed = pushedAt === undefined ? [] : [exactTime(pushedAt, language), timeAgo(pushedAt, now, language)];
  const facts: (TooltipFact | false | undefined)[] = [
    digest !== undefined && { name: vscode.l10n.t('Digest'), value: digest, isCode: true },
    ...(image?.platforms ?? []).map((one) => platformFact(one, digest)),
    size !== undefined && { name: vscode.l10n.t('Size'), value: formatBytes(size) },
    pushed.length > 0 && {
      name: vscode.l10n.t('Pushed'),
      value: pushed.filter((part) => part !== undefined).join(', '),
    },
    image && { name: vscode.l10n.t('Media type'), value: cleanText(image.mediaType), isCode: true },
  ];
  return tooltip(
    cleanText(referenceOf(node)),
    facts.filter((fact) => typeof fact === 'object'),
    [
      ...(image ? imageNotes(image).map(({ text }) => text) : []),
      ...(isFinal ? [vscode.l10n.t('Final: this tag can be neither replaced nor deleted.')] : []),
      ...(known instanceof Error
        ? [vscode.l10n.t('What it holds could not be read: {0}', cleanText(known.message))]
        : []),
      ...(known instanceof Error ? [] : askedWords(known, now, language)),
    ],
  );
}

export function platformTooltip(node: PlatformNode): vscode.MarkdownString {
  const { platform, digest, size } = node;
  return tooltip(cleanText(referenceOf(node)), [
    { name: vscode.l10n.t('Platform'), value: cleanText(platform) },
    { name: vscode.l10n.t('Digest'), value: digest, isCode: true },
    ...(size === undefined ? [] : [{ name: vscode.l10n.t('Size'), value: formatBytes(size) }]),
  ]);
}

export function troubleTooltip({ error }: TroubleNode): vscode.MarkdownString {
  // The worker's errors all have a hint.
  const { code, message, hint, theirCode } = error;
  return tooltip(
    theirCode === undefined ? code : `${code} (${cleanText(theirCode)})`,
    [],
    [message, ...(hint === undefined ? [] : [hint])]
      .map(cleanText)
      .concat(vscode.l10n.t('Choose the row to try again.')),
  );
}

/** A tag of one image holds just that: its digest is not said twice. */
function platformFact(one: ImageFact['platforms'][number], digest: string | undefined): TooltipFact {
  const platform = cleanText(one.platform);
  if (one.digest === digest) return { name: vscode.l10n.t('Platform'), value: platform };
  return { name: platform, value: one.digest, isCode: true };
}

/** A fact's age, once it has any. */
function askedWords({ learnedAt }: Fact<unknown>, now: number, language: string): string[] {
  if (now - learnedAt < 60_000) return [];
  return [vscode.l10n.t('Asked {0}', timeAgo(new Date(learnedAt).toISOString(), now, language) ?? '')];
}
