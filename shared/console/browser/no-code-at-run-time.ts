import * as z from 'zod';

// The policy of the page forbids it. Schemas look when they are made, so this comes before them.
z.config({ jitless: true });
