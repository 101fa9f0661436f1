// The names that the code and the infrastructure share. A test compares them.

@export()
var requestQueue = 'revocation-requests'

@export()
var rejectedQueue = 'revocation-rejected'

@export()
var resultsTopic = 'revocation-results'

@export()
var ledgerTable = 'RevocationLedger'
