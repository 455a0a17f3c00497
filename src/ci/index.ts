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
