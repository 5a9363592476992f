import * as vscode from 'vscode';
import { cleanText } from '#text';
import { showPick } from '../show-pick.ts';
import type { RepositoryNode, TagNode } from './node.ts';
import type { RepositoriesModel } from './repositories-model.ts';
import { TagSearch } from './tag-search.ts';
import { moreWords } from './words/more-words.ts';
import { tagWords } from './words/tag-words.ts';

interface TagItem extends vscode.QuickPickItem {
  readonly node?: TagNode;
  readonly isMore?: boolean;
  readonly isSearch?: boolean;
}

/**
 * Lets somebody choose a tag of a repository: from those that are loaded while typing, or any other by its whole name, which the
 * registry is asked for.
 * @param leftOut not offered: the one that another is to be compared with
 */
export async function pickTag(
  model: RepositoriesModel,
  repository: RepositoryNode,
  title: string,
  leftOut?: TagNode,
): Promise<TagNode | undefined> {
  const tags = model.tags(repository);
  const pick = vscode.window.createQuickPick<TagItem>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('A tag; one that is not loaded by its whole name');
  pick.keepScrollPosition = true;
  let isLoading = true;
  const refresh = () => {
    pick.busy = isLoading || search.finding.state === 'asking';
    pick.items = [...loadedItems(), ...findingItems(search), ...(isLoading ? [] : moreItems())];
  };
  const search = new TagSearch({
    isLoaded: (text) => tags.all.some(({ tag }) => tag === text),
    find: (text, signal) => model.findTag(repository, text, signal),
    onChange: () => refresh(),
  });
  const loadedItems = (): TagItem[] =>
    tags.matching.filter((node) => node !== leftOut).map((node) => tagItem(node, model));
  const moreItems = (): TagItem[] => {
    if (tags.failure) return [{ ...failureItem(tags.failure.message), isMore: true }];
    // All that are loaded are offered: only another page has more.
    if (tags.isComplete) return [];
    const { description } = moreWords({ ...loadedExtent(tags), isComplete: false }, false);
    return [{ label: `$(ellipsis) ${vscode.l10n.t('Load more tags')}`, description, alwaysShow: true, isMore: true }];
  };
  const load = async (loading: Promise<void>) => {
    isLoading = true;
    refresh();
    await loading;
    isLoading = false;
    refresh();
  };
  pick.onDidChangeValue((value) => search.type(value));
  pick.onDidHide(() => search.stop());
  void load(tags.ready());
  const chosen = await showPick(pick, ({ node, isMore, isSearch }) => {
    if (isSearch) search.again();
    if (isMore && !isLoading) void load(tags.readOn());
    return node !== undefined;
  });
  return chosen?.node;
}

type Tags = ReturnType<RepositoriesModel['tags']>;

function loadedExtent({ matching, all }: Tags) {
  return { rows: matching, matching, all };
}

function tagItem(node: TagNode, model: RepositoriesModel): TagItem {
  const image = model.knownImage(node)?.value;
  const { label, description } = tagWords(node, { image, isFinal: model.isFinal, now: Date.now() });
  return { label, description, node };
}

function findingItems({ finding }: TagSearch): TagItem[] {
  switch (finding.state) {
    case 'found':
      return [
        { label: cleanText(finding.node.tag), description: vscode.l10n.t('in the registry'), node: finding.node },
      ];
    case 'missing':
      return [{ label: vscode.l10n.t('The registry has no tag {0}', cleanText(finding.text)), alwaysShow: true }];
    case 'asking':
      return [{ label: vscode.l10n.t('Asking the registry for {0}…', cleanText(finding.text)), alwaysShow: true }];
    case 'failed':
      return [{ ...failureItem(finding.error.message), isSearch: true }];
    case 'none':
      return [];
  }
}

function failureItem(message: string): TagItem {
  return { label: `$(error) ${cleanText(message)}`, alwaysShow: true };
}
