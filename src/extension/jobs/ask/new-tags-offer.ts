import * as vscode from 'vscode';
import type { MirrorPlan } from '#jobs';
import { commands } from '../../ids.ts';
import type { PlanResult } from '../results/job-result.ts';
import type { GivenRecord } from '../run/given-record.ts';
import type { Offer } from '../words/show-closing.ts';

/** Whether a plan leaves images out because their tags hold others. */
export function hasTakenTags({ items }: Pick<MirrorPlan, 'items'>): boolean {
  return items.some(({ outcome, code }) => outcome === 'conflict' && code === 'tag-taken');
}

/** Offers to plan images whose tags hold others under new ones: what is in the Marketplace can never be replaced. */
export function newTagsOffer({ plan, record, world }: PlanResult): readonly Offer[] {
  if (!hasTakenTags(plan)) return [];
  const given: GivenRecord = { record, world };
  const label = vscode.l10n.t('Plan with New Tags');
  return [{ label, run: () => vscode.commands.executeCommand(commands.planNewTags, given) }];
}
