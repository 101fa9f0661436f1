/** More accounts than this in one alert are a list of everybody, and not a compromise. */
export const MAX_ACCOUNTS = 1000;

/** More accounts of any kind than this are not searched. */
export const MAX_CANDIDATES = 5000;
