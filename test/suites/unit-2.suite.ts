import { describeUnitTests } from '../support/unit-tests';

describeUnitTests(2);
