import * as z from 'zod';

export const time = z.iso.datetime().describe('RFC 3339 UTC');
export const nextLink = z.string().optional().describe('The address of the next page; absent on the last');
