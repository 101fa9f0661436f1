/** More accounts than this in one alert are a list of everybody, and not a compromise. */
export const MAX_ACCOUNTS = 1000;

/** More accounts of any kind than this are not searched. */
export const MAX_CANDIDATES = 5000;

/** More items than this in the lists that a format names are not looked at, in all alerts of one message together. */
export const MAX_LISTED = 10_000;

/** More texts than this that open like JSON and are something else are not looked at in one message. */
export const MAX_UNOPENED = 500;
