import * as vscode from 'vscode';
import type { Problem, Severity, TextProblem } from '#problem';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Who found the problems: each finder replaces only what it had found before. */
export type Finder = 'files' | 'registries';

/** Problems on the lines of files, as the Problems view and the editor show them. */
export class FileProblems implements vscode.Disposable {
  readonly #codesPage: vscode.Uri;
  readonly #collections: Readonly<Record<Finder, vscode.DiagnosticCollection>> = {
    files: vscode.languages.createDiagnosticCollection('marketplace-release-files'),
    registries: vscode.languages.createDiagnosticCollection('marketplace-release-registries'),
  };
  readonly #typed = vscode.languages.createDiagnosticCollection('marketplace-release-editing');
  /** What each finder has found, by file. */
  readonly #found: Readonly<Record<Finder, Map<string, readonly Problem[]>>> = {
    files: new Map(),
    registries: new Map(),
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
    const saved = isSaved ? new Set(problems.map(sameness)) : (before?.saved ?? new Set());
    this.#open.set(uri.toString(), { problems, saved });
    this.#typed.set(
      uri,
      problems.map((problem) => this.#diagnostic(problem)),
    );
    if (!before || (isSaved && !isEqual(before.saved, saved))) this.#showFile(uri);
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
    const all = [
      ...(this.#open.get(uri.toString())?.problems ?? []),
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

  #show(finder: Finder, file: string): void {
    const uri = vscode.Uri.file(file);
    const found = this.#found[finder].get(file) ?? [];
    const saved = finder === 'files' ? this.#open.get(uri.toString())?.saved : undefined;
    const shown = saved ? found.filter((problem) => !saved.has(sameness(problem))) : found;
    this.#collections[finder].set(
      uri,
      shown.map((problem) => this.#diagnostic(problem)),
    );
  }

  #diagnostic(problem: TextProblem): vscode.Diagnostic {
    const { range, rule, severity, awsCode } = problem;
    const { line, column, endLine, endColumn } = range;
    const place = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
    const diagnostic = new vscode.Diagnostic(place, textOf(problem), severities[severity]);
    diagnostic.source = awsCode === undefined ? 'Marketplace' : `Marketplace (AWS: ${awsCode})`;
    diagnostic.code = { value: rule, target: this.#codesPage.with({ fragment: rule }) };
    return diagnostic;
  }
}

/** A text that is being written. */
interface OpenText {
  readonly problems: readonly TextProblem[];
  /** What was wrong with it when it was last the same as the file, by {@link sameness}. */
  readonly saved: ReadonlySet<string>;
}

function textOf({ message, hint }: TextProblem): string {
  return [message, ...(hint === undefined ? [] : [hint])].join('\n');
}

/** Two findings of the same thing at the same place. */
function sameness({ rule, range }: TextProblem): string {
  return `${rule} ${range.line}:${range.column}-${range.endLine}:${range.endColumn}`;
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
