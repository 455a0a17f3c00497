// --report: the form in which a violation is shown.

import { UsageError } from '../../checker/index.ts';

const forms = ['race', 'race-tabs', 'steps'] as const;
export type ReportForm = (typeof forms)[number];

/** Undefined where none is given. @throws UsageError for what is none */
export function parseReportForm(text: string | undefined): ReportForm | undefined {
  const form = forms.find((each) => each === text);
  if (form !== undefined || text === undefined) return form;
  throw new UsageError(`there is no report '${text}'`, { mend: `write one of ${forms.join(', ')}` });
}
