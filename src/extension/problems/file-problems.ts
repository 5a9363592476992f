import * as vscode from 'vscode';
import type { Problem, Severity } from '#problem';

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
    const byFile = new Map<string, vscode.Diagnostic[]>(looked.map((file) => [file, []]));
    for (const problem of problems) {
      const found = byFile.get(problem.file);
      if (found) found.push(this.#diagnostic(problem));
      else byFile.set(problem.file, [this.#diagnostic(problem)]);
    }
    const collection = this.#collections[finder];
    for (const [file, found] of byFile) collection.set(vscode.Uri.file(file), found);
  }

  dispose(): void {
    for (const collection of Object.values(this.#collections)) collection.dispose();
  }

  #diagnostic({ range, rule, severity, message, hint, awsCode }: Problem): vscode.Diagnostic {
    const { line, column, endLine, endColumn } = range;
    const place = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
    const text = [message, ...(hint === undefined ? [] : [hint])].join('\n');
    const diagnostic = new vscode.Diagnostic(place, text, severities[severity]);
    diagnostic.source = awsCode === undefined ? 'Marketplace' : `Marketplace (AWS: ${awsCode})`;
    diagnostic.code = { value: rule, target: this.#codesPage.with({ fragment: rule }) };
    return diagnostic;
  }
}
