// The one door of the checker: the words of the language, and what reads the tree that they build.

export { action, each, type ActionBody, type ActionDeclaration, type ActionOptions } from './language/actions.ts';
export { editablePaths } from './language/edit-paths.ts';
export {
  block,
  copy,
  drop,
  forgo,
  granularity,
  initial,
  merge,
  move,
  parseEdit,
  parseEdits,
  printEdit,
  printEdits,
  replace,
  rush,
  split,
  swap,
  weaken,
  type Edit,
  type Granularity,
  type Mutant,
  type MutantParts,
} from './language/edits.ts';
export {
  AssumptionError,
  InternalError,
  nearest,
  printPlace,
  SpecError,
  suggest,
  UsageError,
  type ErrorParts,
  type Place as SourcePlace,
} from './language/errors.ts';
export { Bool, Expr, Term, type ExprOf, type Joined, type Operand } from './language/expression.ts';
export { BoolPlace, Place, Update, type PlaceOf } from './language/place.ts';
export {
  constant,
  isModel,
  isSuite,
  languageVersion,
  model,
  parseConstant,
  suite,
  type Constant,
  type ConstantValue,
  type Model,
  type ModelParts,
  type NecessityParts,
  type OpenedModel,
  type Suite,
  type SuiteParts,
  type Variant as ModelVariant,
} from './language/model.ts';
export { printBinders, printNode, printStatements, printTemporal, printUpdate } from './language/print.ts';
export {
  anyProcess,
  bool,
  enumeration,
  fn,
  ids,
  lock,
  maybe,
  none,
  printSort,
  processes,
  range,
  record,
  seq,
  set,
  tuple,
  unit,
  variant,
  type AnyProcess,
  type Fn,
  type Id,
  type Ids,
  type Lock,
  type None,
  type Rec,
  type Seq,
  type SetOf,
  type Sort,
  type SortOf,
  type Tuple,
  type Variant,
} from './language/sorts.ts';
export {
  anything,
  oneOf,
  spec,
  variables,
  type InitOf,
  type SpecDeclaration,
  type SpecParts,
} from './language/spec.ts';
export { either, Otherwise, otherwise, pick } from './language/choices.ts';
export { instance, type Instance } from './language/instance.ts';
export {
  cases,
  refines,
  type Cases,
  type Mapped,
  type Mapping,
  type RefinesDeclaration,
  type RefinesOptions,
} from './language/refines.ts';
export { bugOn, sleeps, source, warnOn, when, type Part } from './language/parts.ts';
export { procedure, process, ProcessDeclaration } from './language/procedures.ts';
export {
  acquire,
  again,
  atomically,
  branch,
  Call,
  critical,
  goto,
  leave,
  loop,
  release,
  Statement,
  step,
  together,
  trylock,
  type Statements,
} from './language/statements.ts';
export { canonicalText } from './language/canonical.ts';
export type * from './language/tree.ts';
export {
  always,
  assuming,
  eventually,
  everyStep,
  leadsTo,
  partsOf as formulasWithin,
  someStep,
  until,
  type Temporal,
} from './language/temporal.ts';
export { strongly, weakly, type Fairness, type FairnessOptions } from './language/fairness.ts';
export { cardinality, elementsOf, printValue, type Value } from './language/values.ts';
export {
  all,
  any,
  changed,
  choose,
  collect,
  count,
  define,
  element,
  everything,
  exists,
  fired,
  fnOf,
  forall,
  ifThenElse,
  let_,
  literal,
  next,
  not,
  recordOf,
  seqOf,
  setOf,
  subset,
  tupleOf,
  variantOf,
  type Bound,
  type Domains,
} from './language/words.ts';
export { labellingOf, type FairnessCondition, type Labelling } from './temporal/labels.ts';
export { callableNames, isActionNamed } from './language/resolve.ts';
export { notClaimed, propertyNames } from './interpret/checks.ts';
export { togetherIn, towardsStates, waysOf, type Way } from './interpret/clauses.ts';
export type {
  ActionCounts,
  AntecedentCoverage,
  ClauseCoverage,
  Collected,
  LevelCounts,
} from './interpret/collected.ts';
export { dissect, type Part as ConditionPart } from './interpret/dissect.ts';
export { evaluate } from './interpret/evaluate.ts';
export { explore, type ExploreRequest } from './interpret/explore.ts';
export { fire, type Outcome } from './interpret/fire.ts';
export { attemptsAt, type Attempt } from './interpret/guards.ts';
export { foreseenReductions } from './interpret/foreseen.ts';
export { initialStates } from './interpret/initial.ts';
export { judgedRound, type GoneRound } from './interpret/lasso.ts';
export type {
  CheckedKind,
  Ended,
  Explanation,
  Exploration,
  MappedTrace,
  NeverExercised,
  Progress,
  PropertyResult,
  Trace,
  TraceStep,
  UndecidedReason,
  Verdict,
  Waiting,
} from './interpret/result.ts';
export { sameState, valueIn, type State } from './interpret/state.ts';
export { stepOf } from './interpret/steps.ts';
export type { PartSurvey, SurveyKind, VariableSurvey } from './interpret/survey.ts';
export { firingProperty, towardsFiring } from './interpret/towards.ts';
export { type Truth } from './interpret/why.ts';
export { DomainError } from './interpret/world.ts';
export { deadlockName, terminalPath } from './language/property-names.ts';
export { stepWords } from './trace/names.ts';
export { studyTrace, type Study } from './trace/study.ts';
export { judgedBy, strongerInvariants, type Stronger } from './analyse/stronger.ts';
export { frozen, standingStill, updatedVariables } from './analyse/what-if.ts';
export { layoutOf, processNames, type Layout } from './language/layout.ts';
export { withoutDeadLocals, type DeadLocal } from './reduce/dead-locals.ts';
export {
  reductionNames,
  type Hindrance,
  type ReductionName,
  type ReductionReport,
  type Reductions,
} from './reduce/reductions.ts';
export { Uncompilable } from './compile/code.ts';
export { exploreCompiled, simulate, webAssemblyText } from './explore/lazily.ts';
export type { CompiledRequest } from './explore/explore.ts';
export type { SimulateRequest, Simulation, SimulationEnded, SimulationProgress } from './explore/simulate.ts';
export type { ModuleCache } from './explore/assembled.ts';
export {
  narrowing,
  variantGroups,
  type StructuralVariant,
  type VariantGroup,
  type VariantKind,
} from './analyse/variant.ts';
export { compareGraphs, stateGraphOf, variantsOf } from './analyse/lazily.ts';
export type { Behaviour, GraphComparison } from './analyse/compare-graphs.ts';
export type { StateGraph, StateGraphRequest } from './analyse/state-graph.ts';
export { opensSection } from './analyse/opened-sections.ts';
export { editsAsRun, tellApart, type Standing, type Told } from './analyse/tell-apart.ts';
