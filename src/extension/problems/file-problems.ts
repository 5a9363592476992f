import * as vscode from 'vscode';
import { besideOurs, type Problem, type Severity, type TextProblem } from '#problem';
import { headingLines } from './code-lines.ts';
import { movedPast, type TextChange } from './moved-past.ts';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Who found the problems: each finder replaces only what it had found before. */
export type Finder = 'files' | 'registries' | 'charts';

/** Problems on the lines of files, as the Problems view and the editor show them. */
export class FileProblems implements vscode.Disposable {
  readonly #codesPage: vscode.Uri;
  #codeLines: ReadonlyMap<string, number> | undefined;
  readonly #collections: Readonly<Record<Finder, vscode.DiagnosticCollection>> = {
    files: vscode.languages.createDiagnosticCollection('marketplace-release-files'),
    registries: vscode.languages.createDiagnosticCollection('marketplace-release-registries'),
    charts: vscode.languages.createDiagnosticCollection('marketplace-release-charts'),
  };
  readonly #typed = vscode.languages.createDiagnosticCollection('marketplace-release-editing');
  /** What each finder has found, by file. */
  readonly #found: Readonly<Record<Finder, Map<string, readonly Problem[]>>> = {
    files: new Map(),
    registries: new Map(),
    charts: new Map(),
  };
  /** Documents whose text is looked at while it is written. */
  readonly #open = new Map<string, OpenText>();

  /** @param codesPage the page that explains each code under a heading of its name */
  constructor(codesPage: vscode.Uri) {
    this.#codesPage = codesPage;
  }

  /**
   * What a finder has found in these files; all that it had found there before is gone.
   * @param looked the files that it has looked at, absolute
   * @param problems with absolute files
   */
  replace(finder: Finder, looked: readonly string[], problems: readonly Problem[]): void {
    const byFile = new Map<string, Problem[]>(looked.map((file) => [file, []]));
    for (const problem of problems) {
      const found = byFile.get(problem.file);
      if (found) found.push(problem);
      else byFile.set(problem.file, [problem]);
    }
    for (const [file, found] of byFile) {
      if (found.length === 0) this.#found[finder].delete(file);
      else this.#found[finder].set(file, found);
      this.#show(finder, file);
    }
  }

  /**
   * What is wrong with a document's text as it is being written. What has been found in the file on disk and is one of these is not
   * shown twice.
   * @param isSaved whether that text is what the file has
   */
  typed(uri: vscode.Uri, problems: readonly TextProblem[], isSaved: boolean): void {
    const before = this.#open.get(uri.toString());
    const now = new Set(problems.map(sameness));
    const saved = isSaved ? now : (before?.saved ?? now);
    this.#open.set(uri.toString(), { problems, told: before?.told ?? [], saved });
    this.#showOpen(uri);
    if (!before || (isSaved && !isEqual(before.saved, saved))) this.#showFile(uri);
  }

  /**
   * What the registries, asked while a document is open, have against its lines; in place of what they had before. Where a job has
   * reported the same of a line, it is not shown twice.
   */
  told(uri: vscode.Uri, told: readonly TextProblem[]): void {
    const open = this.#open.get(uri.toString()) ?? { problems: [], told: [], saved: new Set<string>() };
    if (open.told.length === 0 && told.length === 0) return;
    this.#open.set(uri.toString(), { ...open, told });
    this.#showOpen(uri);
  }

  /** What is told of a document's lines: an edit moves it, and takes what it touches away until the registries' answer comes again. */
  moveTold(uri: vscode.Uri, changes: readonly TextChange[]): void {
    const told = this.#open.get(uri.toString())?.told ?? [];
    if (told.length > 0) this.told(uri, movedPast(told, changes));
  }

  /** A document is closed, or none of ours any more. */
  untyped(uri: vscode.Uri): void {
    if (!this.#open.delete(uri.toString())) return;
    this.#typed.delete(uri);
    this.#showFile(uri);
  }

  /** The problem that a diagnostic of ours shows; VS Code hands out copies, and moves them with the text. */
  find(uri: vscode.Uri, { message, code }: vscode.Diagnostic): TextProblem | undefined {
    const rule = typeof code === 'object' ? code.value : code;
    const open = this.#open.get(uri.toString());
    const all = [
      ...(open?.problems ?? []),
      ...(open?.told ?? []),
      ...Object.values(this.#found).flatMap((found) => found.get(uri.fsPath) ?? []),
    ];
    return all.find((problem) => problem.rule === rule && textOf(problem) === message);
  }

  dispose(): void {
    for (const collection of Object.values(this.#collections)) collection.dispose();
    this.#typed.dispose();
  }

  #showFile({ scheme, fsPath }: vscode.Uri): void {
    if (scheme === 'file') this.#show('files', fsPath);
  }

  #showOpen(uri: vscode.Uri): void {
    const open = this.#open.get(uri.toString());
    if (!open) return;
    const found = uri.scheme === 'file' ? (this.#found.registries.get(uri.fsPath) ?? []) : [];
    const reported = new Set(found.map(lineOf));
    const shown = [...open.problems, ...open.told.filter((problem) => !reported.has(lineOf(problem)))];
    this.#typed.set(
      uri,
      shown.map((problem) => this.#diagnostic(problem)),
    );
  }

  #show(finder: Finder, file: string): void {
    const uri = vscode.Uri.file(file);
    if (finder === 'registries') this.#showOpen(uri);
    const found = this.#found[finder].get(file) ?? [];
    const saved = finder === 'files' ? this.#open.get(uri.toString())?.saved : undefined;
    const shown = saved ? found.filter((problem) => !saved.has(sameness(problem))) : found;
    this.#collections[finder].set(
      uri,
      shown.map((problem) => this.#diagnostic(problem)),
    );
  }

  #diagnostic(problem: TextProblem): vscode.Diagnostic {
    const { range, rule, severity } = problem;
    const { line, column, endLine, endColumn } = range;
    const place = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
    const diagnostic = new vscode.Diagnostic(place, textOf(problem), severities[severity]);
    diagnostic.source = `Marketplace${besideOurs(problem)}`;
    diagnostic.code = { value: rule, target: this.#pageOf(rule) };
    return diagnostic;
  }

  /** VS Code opens the page as text: at a line, not at a heading. */
  #pageOf(rule: string): vscode.Uri {
    this.#codeLines ??= headingLines(this.#codesPage.fsPath);
    const line = this.#codeLines.get(rule);
    return line === undefined ? this.#codesPage : this.#codesPage.with({ fragment: `L${line}` });
  }
}

/** A text that is being written. */
interface OpenText {
  readonly problems: readonly TextProblem[];
  /** What the registries have against it. */
  readonly told: readonly TextProblem[];
  /** What was wrong with it when it was last the same as the file, or was opened, by {@link sameness}. */
  readonly saved: ReadonlySet<string>;
}

function textOf({ message, hint }: TextProblem): string {
  return [message, ...(hint === undefined ? [] : [hint])].join('\n');
}

/** Two findings of the same thing at the same place. */
function sameness({ rule, range }: TextProblem): string {
  return `${rule} ${range.line}:${range.column}-${range.endLine}:${range.endColumn}`;
}

/** Two findings of the same thing on the same line. */
function lineOf({ rule, range }: TextProblem): string {
  return `${rule} ${range.line}`;
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
