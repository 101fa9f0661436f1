// The names that the code and the infrastructure share. A test holds them against each other.

@export()
var requestQueue = 'revocation-requests'

@export()
var rejectedQueue = 'revocation-rejected'

@export()
var resultsTopic = 'revocation-results'

@export()
var ledgerTable = 'RevocationLedger'
