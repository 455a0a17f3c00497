// --report: the form in which a violation is shown.

import { suggest, UsageError } from '../../checker/index.ts';

const forms = ['race', 'race-tabs', 'steps'] as const;
export type ReportForm = (typeof forms)[number];

/** Besides those, a check shows its first violation in every form of `ballast trace`. */
const traceForms = ['diff', 'markdown', 'html', 'itf', 'tlc', 'mermaid', 'dot', 'svg'] as const;
export type TraceForm = (typeof traceForms)[number];

export function isTraceForm(text: string | undefined): text is TraceForm {
  return traceForms.some((each) => each === text);
}

/** @throws UsageError for what is neither */
export function refuseCheckReport(text: string | undefined): void {
  if (isTraceForm(text) || text === undefined || forms.some((each) => each === text)) return;
  const known = [...forms, ...traceForms];
  throw new UsageError(`there is no report '${text}'`, {
    mend: suggest(text, known) || `write one of ${known.join(', ')}`,
  });
}

/** Undefined where none is given. @throws UsageError for what is none */
export function parseReportForm(text: string | undefined): ReportForm | undefined {
  const form = forms.find((each) => each === text);
  if (form !== undefined || text === undefined) return form;
  throw new UsageError(`there is no report '${text}'`, { mend: `write one of ${forms.join(', ')}` });
}
