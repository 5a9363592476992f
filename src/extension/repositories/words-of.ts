import type { Node } from './node.ts';
import type { RepositoriesModel } from './repositories-model.ts';
import { moreWords } from './words/more-words.ts';
import { platformWords } from './words/platform-words.ts';
import { repositoryWords } from './words/repository-words.ts';
import { type RowWords, rowWords } from './words/row-words.ts';
import { tagWords } from './words/tag-words.ts';
import { troubleWords } from './words/trouble-words.ts';

/** What a row says, from what is loaded. */
export function wordsOf(node: Node, model: RepositoriesModel, isFiltered: boolean, now: number): RowWords {
  switch (node.kind) {
    case 'repository': {
      const tags = model.knownTags(node);
      const isKnown = tags !== undefined && (tags.isComplete || tags.all.length > 0);
      const count = isKnown ? { known: tags.all.length, isAll: tags.isComplete } : undefined;
      return repositoryWords(node, count, model.hasSeveralProducts);
    }
    case 'tag':
      return tagWords(node, { image: model.knownImage(node)?.value, isFinal: model.isFinal, now });
    case 'platform':
      return platformWords(node);
    case 'note':
      return rowWords(node.text, []);
    case 'more':
      return node.parent ? moreWords(model.tags(node.parent), false) : moreWords(model.repositories, isFiltered);
    case 'trouble':
      return troubleWords(node.error);
  }
}
