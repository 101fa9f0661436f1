# Access tokens: from the caller, from Az.Accounts or from the Azure CLI. They are secure strings from here on.

# A token that ends sooner is replaced before it is used.
$script:MinTokenLife = [timespan]::FromMinutes(2)

# Sees to it that the connection has a token that is about to be accepted; without one the command ends.
function Update-Token {
    param([pscustomobject] $Connection, [System.Management.Automation.PSCmdlet] $Cmdlet)

    if ($Connection.Token -and $Connection.ExpiresOn - [datetime]::UtcNow -gt $script:MinTokenLife) { return }
    $got = Request-Token -Connection $Connection -Cmdlet $Cmdlet
    $Connection.Token = $got.Token
    $Connection.ExpiresOn = $got.ExpiresOn
    $Connection.Source = $got.Source
}

# Forgets a token that was not accepted; one that the caller has given cannot be replaced here.
function Clear-Token {
    param([pscustomobject] $Connection)

    if ($Connection.Source -ne 'AccessToken') { $Connection.Token = $null }
}

function Request-Token {
    param([pscustomobject] $Connection, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $reasons = @()
    if (Get-Command -Name Get-AzAccessToken -ErrorAction Ignore) {
        try { return Request-AzAccountsToken -Connection $Connection } catch { $reasons += "Az.Accounts: $($_.Exception.Message)" }
    }
    if (Get-Command -Name az -CommandType Application -ErrorAction Ignore) {
        try { return Request-AzureCliToken -Connection $Connection } catch { $reasons += "Azure CLI: $($_.Exception.Message)" }
    }
    $problem = if ($reasons) { "No access token was obtained. $($reasons -join ' ')" }
    else { 'No access token was obtained: there is neither the module Az.Accounts nor the Azure CLI.' }
    $Cmdlet.ThrowTerminatingError((New-ErrorRecord -Code 'noToken' -Category AuthenticationError -Message $problem -Target $Connection.Url `
                -Remedy "Sign in with Connect-AzAccount or $(Get-AzLogin -Connection $Connection), or give -AccessToken."))
}

function Request-AzAccountsToken {
    param([pscustomobject] $Connection)

    $options = @{ ResourceUrl = $Connection.Audience; ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
    if ($Connection.TenantId) { $options['TenantId'] = $Connection.TenantId }
    $got = Get-AzAccessToken @options
    # Before version 5 of Az.Accounts it was plain text.
    $token = if ($got.Token -is [securestring]) { $got.Token } else { [System.Net.NetworkCredential]::new('', $got.Token).SecurePassword }
    [pscustomobject]@{ Source = 'AzAccounts'; Token = $token; ExpiresOn = ([datetimeoffset] $got.ExpiresOn).UtcDateTime }
}

function Request-AzureCliToken {
    param([pscustomobject] $Connection)

    $options = @('account', 'get-access-token', '--scope', "$($Connection.Audience)/.default", '--output', 'json')
    if ($Connection.TenantId) { $options += '--tenant', $Connection.TenantId }
    # What a program writes to its error stream is no error of a command here.
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    $lines = @(& (Get-Command -Name az -CommandType Application)[0] @options 2>&1)
    # By a loop: what is piped to a command or given to one as an argument, module logging writes into a log.
    $answer = ''
    $written = @()
    foreach ($line in $lines) {
        if ($line -is [System.Management.Automation.ErrorRecord]) { $written += $line.Exception.Message } else { $answer += "$line`n" }
    }
    # Read by a pattern: a failed parser would repeat the text, token included, in its error.
    if ($LASTEXITCODE -ne 0 -or $answer -notmatch '"accessToken"\s*:\s*"([^"]+)"') {
        $reason = if ($written) { ($written -join ' ').Trim() } else { "az ended with the exit code $LASTEXITCODE." }
        throw $reason
    }
    $token = [System.Net.NetworkCredential]::new('', $Matches[1]).SecurePassword
    $ends = if ($answer -match '"expires_on"\s*:\s*"?(\d+)') { [datetimeoffset]::FromUnixTimeSeconds([long] $Matches[1]).UtcDateTime }
    else { [datetime]::UtcNow.AddMinutes(5) }
    [pscustomobject]@{ Source = 'AzureCli'; Token = $token; ExpiresOn = $ends }
}

# The command of the Azure CLI by which a person signs in for this app.
function Get-AzLogin {
    param([pscustomobject] $Connection, [string] $TenantId = $Connection.TenantId, [string] $Claims)

    $words = @('az login')
    if ($TenantId) { $words += "--tenant $TenantId" }
    $words += "--scope $($Connection.Audience)/.default"
    if ($Claims) { $words += "--claims-challenge $Claims" }
    $words -join ' '
}
