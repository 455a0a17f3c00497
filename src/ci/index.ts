// The door `ballast/ci`: what a ballast.config.ts is written with, and a check from a program's own code.

export {
  project,
  type Budget,
  type CheckEntry,
  type EntryExpectation,
  type Lane,
  type OwnSuitesEntry,
  type ProjectParts,
  type SuiteEntry,
} from './project.ts';
export { check, raceTable } from './check.ts';
export type { CheckOptions } from './check-options.ts';
export type { CheckResult, PropertyResult } from '../result/result.ts';
