// A check and its audit: what the audit says of the result, and what becomes of the verdict and the status.

import type { Reductions } from '../../checker/index.ts';
import { ask, type Question } from '../check/ask.ts';
import { built } from '../check/question.ts';
import type { LoadedSpecification } from '../load/load.ts';
import type { AuditResult } from '../result/audit.ts';
import type { CheckResult } from '../result/result.ts';
import { exitStatus, statusOfAll } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { audit } from './audit.ts';

/** Unless said otherwise. */
const auditMsByDefault = 60_000;

/** The result with its audit, which takes about so long. */
export async function withAudit(
  result: CheckResult,
  loaded: LoadedSpecification,
  question: Question & { readonly reductions: Reductions },
  terminal: Terminal,
  budgetMs = auditMsByDefault,
): Promise<CheckResult> {
  const { mutant, edits, reductions } = question;
  const found = await audit(
    {
      model: loaded.model,
      set: question.set,
      reductions,
      result,
      build: (set) => built(loaded, { set, mutant, edits }),
      search: async (set, asked, timeMs) =>
        await ask(
          loaded,
          {
            ...question,
            set,
            reductions: asked,
            isInsisting: true,
            limits: { timeMs, memoryBytes: question.limits.memoryBytes },
            expect: undefined,
            show: undefined,
            isWhole: false,
            isHashed: false,
            about: 'audit',
          },
          terminal,
        ),
      isInterrupted: () => terminal.isInterrupted() || question.signal?.aborted === true,
    },
    budgetMs,
  );
  return judgedBy(result, found);
}

/** What is left of a verdict: none where another search found otherwise. */
export function judgedBy(result: CheckResult, found: AuditResult): CheckResult {
  switch (found.outcome) {
    case 'disagree':
      return { ...result, audit: found, verdict: 'not decided', status: exitStatus.internal };
    case 'not decided':
      return { ...result, audit: found, status: statusOfAll([result.status, exitStatus.undecided]) };
    case 'agree':
    case 'nothing to compare':
      return { ...result, audit: found };
  }
}
