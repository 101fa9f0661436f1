// The names that the code and the infrastructure share. A test compares them.

@export()
var requestQueue = 'revocation-requests'

@description('Of what came over HTTP. Only the app may send to it.')
@export()
var intakeQueue = 'revocation-intake'

@description('Of the app\'s own messages that wait. Only the app may send to it.')
@export()
var waitsQueue = 'revocation-waits'

@description('Of requests that may be urgent. Senders, operators and approvers may send to it.')
@export()
var urgentQueue = 'revocation-urgent'

@export()
var rejectedQueue = 'revocation-rejected'

@export()
var resultsTopic = 'revocation-results'

@export()
var ledgerTable = 'RevocationLedger'

@description('Of the connections to other tenants.')
@export()
var tenantsTable = 'RevocationTenants'

@description('Of the emergency switch. Operators may write it, and no deployment does.')
@export()
var switchTable = 'RevocationSwitch'

@export()
var originalsContainer = 'revocation-originals'

@description('The secret with the senders that sign: the value of WEBHOOK_SOURCES.')
@export()
var webhookSecret = 'webhook-sources'

@description('The secret with the destinations of notifications: the value of NOTIFY.')
@export()
var notifySecret = 'notify'

@description('The subscription from which the function notify reads.')
@export()
var notifySubscription = 'notify'

@description('Of events that a destination of notifications has not accepted yet. Only the app may send to it.')
@export()
var notifyQueue = 'revocation-notify'

@description('The one from which the function archive reads.')
@export()
var archiveSubscription = 'archive'

@description('The one from which the function seal reads.')
@export()
var sealSubscription = 'seal'

@description('Of the seal of outcomes. Nothing in it is ever changed or removed by the app.')
@export()
var sealsContainer = 'revocation-seals'

@description('The key that signs the heads of the seal.')
@export()
var sealKey = 'seal'

@description('The one from which the function watch reads.')
@export()
var watchSubscription = 'watch'

@description('Of outcomes as OCSF.')
@export()
var ocsfTopic = 'revocation-ocsf'

@description('The one from which the function ocsf reads.')
@export()
var ocsfSubscription = 'ocsf'

@description('The one from which the function writeBack reads.')
@export()
var writeBackSubscription = 'write-back'

@description('The table of outcomes.')
@export()
var archiveTable = 'SessionRevocation_CL'

@description('The size of each queue and of the topic, in MB: the largest of the tier Standard.')
@export()
var entityMegabytes = 5120
