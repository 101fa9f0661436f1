import { describeUnitTests } from '../support/unit-tests';

describeUnitTests(4);
