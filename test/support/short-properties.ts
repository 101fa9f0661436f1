import * as fc from 'fast-check';

// What mutation tests run before each test file: a failed property is not made smaller, and each takes a tenth of a
// second at most, since thousands of mutants are run.
fc.configureGlobal({ endOnFailure: true });
fc.installGlobalPlugin(fc.interruptAfterTimeLimit(100));
