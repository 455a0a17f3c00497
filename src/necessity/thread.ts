// A thread of `ballast necessity`: loads the specification, and judges one variant after the other as it is told. Started by ask-each.ts.

import { loadSpecification } from '../load/load.ts';
import { serve } from '../threads/serve.ts';
import { answered, type Answers, type Words } from './questions.ts';
import { Subject, type SubjectParts } from './subject.ts';

serve<SubjectParts, Words, Answers[keyof Answers]>(async (parts, terminal) => {
  const subject = new Subject(await loadSpecification(parts.reference, { cwd: terminal.cwd }), parts, terminal);
  return async (words) => await answered(words, subject, terminal.cwd);
});
