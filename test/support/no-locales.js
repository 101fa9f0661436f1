// In the place of zod's messages in other languages, which no test needs.
module.exports = {};
