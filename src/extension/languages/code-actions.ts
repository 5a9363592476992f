import * as vscode from 'vscode';
import type { Fix } from '#language';
import type { TextProblem } from '#problem';
import { abortSignal } from '../abort-signal.ts';
import type { FileProblems } from '../problems/file-problems.ts';
import type { DocumentAnswers } from './document-answers.ts';
import { editOf } from './edit-of.ts';
import type { Owned, OwnedDocuments } from './owned-documents.ts';
import { fromRange } from './places.ts';
import { selector } from './register-providers.ts';
import { safelyFixed } from './safely-fixed.ts';

const fixAll = vscode.CodeActionKind.SourceFixAll.append('marketplace');
/** How long somebody who has asked for the fixes waits for a registry, in ms. The light bulb, which comes by itself, asks none. */
const patienceMs = 5000;

/** Quick fixes, and `source.fixAll.marketplace`, which does on save what changes nothing that is released. */
export function registerCodeActions(
  answers: DocumentAnswers,
  documents: OwnedDocuments,
  problems: FileProblems,
): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, range, context, token) => {
      const { only, triggerKind } = context;
      const wants = (kind: vscode.CodeActionKind) => !only || only.contains(kind);
      const found: vscode.CodeAction[] = [];
      // Source actions are listed only for who asks for them.
      if (only && wants(fixAll)) {
        const all = await fixAllOf(document, documents);
        if (all) found.push(all);
      }
      if (!wants(vscode.CodeActionKind.QuickFix)) return found;
      const isAsked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
      let folder: vscode.Uri | undefined;
      const settled = await answers.ask(
        document,
        (owned, text, facts) => {
          folder = owned.folder;
          const here = problemsAt(context.diagnostics, problems, document);
          return owned.language.fixes(text, fromRange(range), here, facts);
        },
        { patience: isAsked ? patienceMs : 0, signal: abortSignal(token) },
      );
      const made = (settled?.value ?? []).flatMap((fix) => action(fix, document, folder, context.diagnostics) ?? []);
      return [...found, ...made];
    },
  };
  return vscode.languages.registerCodeActionsProvider(selector, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAll],
  });
}

/** The problems that VS Code names, as they were found, at the place where they stand by now. */
function problemsAt(
  diagnostics: readonly vscode.Diagnostic[],
  problems: FileProblems,
  { uri }: vscode.TextDocument,
): TextProblem[] {
  return diagnostics.flatMap((diagnostic) => {
    const problem = problems.find(uri, diagnostic);
    return problem ? [{ ...problem, range: fromRange(diagnostic.range) }] : [];
  });
}

function action(
  fix: Fix,
  { uri }: vscode.TextDocument,
  folder: vscode.Uri | undefined,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction | undefined {
  const edit = editOf(fix, uri, folder);
  if (!edit) return undefined;
  const made = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  made.edit = edit;
  made.isPreferred = fix.isPreferred;
  const { solves } = fix;
  if (solves !== undefined) made.diagnostics = diagnostics.filter((each) => codeOf(each) === solves);
  return made;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

async function fixAllOf(
  document: vscode.TextDocument,
  documents: OwnedDocuments,
): Promise<vscode.CodeAction | undefined> {
  const { version } = document;
  const owned: Owned | undefined = await documents.find(document);
  if (!owned) return undefined;
  const facts = await documents.facts(owned, document.getText());
  if (document.version !== version) return undefined;
  const text = document.getText();
  const fixed = safelyFixed(owned.language, text, facts);
  if (fixed === text) return undefined;
  const made = new vscode.CodeAction(vscode.l10n.t('Fix what is safe to fix'), fixAll);
  made.edit = new vscode.WorkspaceEdit();
  const { start, end, written } = difference(text, fixed);
  made.edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), written);
  return made;
}

/** What is to be written in place of which part: cursors elsewhere stay where they are. */
function difference(before: string, after: string): { start: number; end: number; written: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, written: after.slice(start, after.length - same) };
}
