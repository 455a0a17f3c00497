// The door to the reports of `ballast ci`: each a pure function of the outcome.

export { githubAnnotations, logGroup, withoutCommands } from './annotations.ts';
export { junitXml } from './junit.ts';
export { plainLines, problemMatcher } from './plain-lines.ts';
export { sarif } from './sarif.ts';
export { stepSummary } from './summary.ts';
export { type CiTable, ciTable, ciText, type TextForm } from './text.ts';
export type { Whereabouts } from './whereabouts.ts';
