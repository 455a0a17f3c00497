// The structural variants of the balloon as it is checked by default: enough of them to say what each rule is for.

import { describe } from 'vitest';
import balloon from '../../spec/balloon.ts';
import { describeVariants } from './variants-of.ts';

describe('the variants of the balloon', () => {
  describeVariants(balloon, 150);
});
