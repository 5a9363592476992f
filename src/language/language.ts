import type { Code, Range, TextProblem } from '#problem';
import type { Around, Facts } from './facts.ts';
import type { Neighbours } from './neighbours.ts';

export type LanguageId = 'release-file' | 'image-list' | 'load-form' | 'settings';

/**
 * What an editor offers in one kind of file. All of it is pure and answers at once: what it would have to ask somebody for it names
 * in {@link Answer}. Nothing here throws, whatever the text, the offset or the range.
 */
export interface Language {
  readonly id: LanguageId;
  /**
   * What is wrong with this text; what needs other files is the check job's, but for what forms and lists are held against.
   * @param around what stands around it, as far as that is known without asking anybody
   */
  diagnose(text: string, around?: Around): readonly TextProblem[];
  symbols(text: string): readonly OutlineSymbol[];
  folds(text: string): readonly Fold[];
  links(text: string, files: Neighbours): readonly Link[];
  /** The text as it should be written. The same text when there is nothing to do, or when it could not be read. */
  format(text: string): string;
  /**
   * What can be done at a place.
   * @param problems those that touch the range, the check job's too
   */
  fixes(text: string, range: Range, problems: readonly TextProblem[], facts: Facts): Answer<readonly Fix[]>;
  /** What may be done unseen, on save, to solve its problems: it changes nothing that is released. However many there are, the text is read once. */
  safeEdits(text: string, facts: Pick<Facts, 'forms'>): readonly Edit[];
  /** @param offset in UTF-16 units, as everywhere */
  complete(text: string, offset: number, facts: Facts): Answer<readonly Completion[]>;
  hover(text: string, offset: number, facts: Facts): Answer<Hover | undefined>;
  /**
   * What the registries say of the lines, in their order.
   * @param within only of lines that touch this range: an editor asks for those that are seen
   */
  lines(text: string, facts: Facts, within?: Range): Answer<readonly LineState[]>;
}

/** What can be said now, and what somebody would have to find out first for more: then the same question is asked again. */
export interface Answer<T> {
  readonly value: T;
  readonly wants: readonly Want[];
}

/** Something to find out. Repositories and images are written with their registry: `docker.io/camunda/zeebe:8.3.4`. */
export type Want =
  | { readonly kind: 'tags'; readonly repository: string }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'repositories'; readonly registry: string; readonly prefix: string }
  /** A chart of a Helm repository, which is named by its address. */
  | { readonly kind: 'chart'; readonly repository: string; readonly name: string }
  /** The registry of the target, in which `{account}` or `{region}` are to be filled in. */
  | { readonly kind: 'registry'; readonly written: string };

/** A part of a text for its outline. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'file' | 'group' | 'field' | 'image';
  readonly range: Range;
  /** Within `range`: what is selected when somebody goes there. */
  readonly nameRange: Range;
  readonly children: readonly OutlineSymbol[];
}

/** Lines that fold together, both 1-based and inclusive. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly kind: 'comment' | 'region';
}

/** A place that leads to another file, or to a page. */
export type Link = { readonly range: Range; readonly title: string } & (
  | { readonly file: string }
  | { readonly address: string }
);

export interface Edit {
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** A file to write, under a name as {@link Neighbours} has them; it is not there yet. */
  readonly creates?: { readonly file: string; readonly text: string };
  /** The one that most people would choose. */
  readonly isPreferred: boolean;
  /** Whether it may run on save, unseen: it changes nothing that is released. */
  readonly isSafe: boolean;
  /** The problem that is gone afterwards. */
  readonly solves?: Code;
}

export interface Completion {
  readonly label: string;
  readonly kind: 'value' | 'key' | 'image' | 'repository' | 'tag' | 'snippet';
  /** Beside the label, in a few words. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly edit: Edit;
  /** The edit's text has places to fill in, written as VS Code does: `${1:tag}`. */
  readonly isSnippet?: boolean;
  /** What sorts it among the others, where its label would not. */
  readonly sortText?: string;
  /** What typed text is compared with; it is what stands in the edit's range, completed. */
  readonly filterText?: string;
}

export interface Hover {
  readonly range: Range;
  /** Markdown. Text of files and registries is escaped in it. */
  readonly text: string;
}

/** What is known of a line's image or field, in words that stand behind the line. A line can have several. */
export interface LineState {
  readonly range: Range;
  /**
   * `there`: the target has it. `partial`: for some of its platforms only. `missing`: it is to be pushed. `nowhere`: the target has no repository for it, and pushing makes none.
   * `taken`: the tag holds another image. `unsure`: the tag is there, but not what it ought to hold. `gone`: the source has no such
   * image. `newer`: upstream has a newer release. Of load forms: `count`: how much of a limit is used. `over`: more than that. `incomplete`: required fields are missing.
   */
  readonly kind:
    | 'there'
    | 'partial'
    | 'missing'
    | 'nowhere'
    | 'taken'
    | 'unsure'
    | 'gone'
    | 'newer'
    | 'count'
    | 'over'
    | 'incomplete';
  /** `there · sha256:77ab…01d4 · 2 days`, `61 of 72` */
  readonly text: string;
  /** What to do about it. */
  readonly fix?: Fix;
  /** What is wrong with the line because of it. Only the registries tell: no text alone has it, and no check of files finds it. */
  readonly problem?: TextProblem;
}
