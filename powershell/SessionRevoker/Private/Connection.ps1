# The connection of the module: the address of the app, and how its tokens are obtained.

function New-Connection {
    param([uri] $Url, [string] $Audience, [string] $TenantId, [securestring] $AccessToken)

    [pscustomobject]@{
        Url       = $Url
        Audience  = $Audience
        TenantId  = $TenantId
        Client    = New-HttpClient
        # Where tokens come from: AccessToken (given by the caller), AzAccounts or AzureCli.
        Source    = if ($AccessToken) { 'AccessToken' } else { $null }
        Token     = $AccessToken
        ExpiresOn = [datetime]::MaxValue
    }
}

# The connection; without one the command ends.
function Get-Connection {
    param([System.Management.Automation.PSCmdlet] $Cmdlet)

    if (-not $script:Connection) {
        $Cmdlet.ThrowTerminatingError((New-ErrorRecord -Code 'notConnected' -Category ConnectionError `
                    -Message 'There is no connection to session-revoker: run Connect-SessionRevoker -Url ADDRESS -Audience AUDIENCE.'))
    }
    $script:Connection
}

function Set-Connection {
    param([pscustomobject] $Connection)

    Close-Connection
    $script:Connection = $Connection
}

function Close-Connection {
    if ($script:Connection) { $script:Connection.Client.Dispose() }
    $script:Connection = $null
}

function New-HttpClient {
    # The oldest .NET Framework that Windows PowerShell runs on offers no TLS 1.2 by itself.
    $offered = [System.Net.ServicePointManager]::SecurityProtocol
    if ($offered -ne 0 -and $offered -notmatch 'Tls1[23]') {
        [System.Net.ServicePointManager]::SecurityProtocol = $offered -bor [System.Net.SecurityProtocolType]::Tls12
    }
    $handler = [System.Net.Http.HttpClientHandler]::new()
    # A token goes to the address that was given, and to no other.
    $handler.AllowAutoRedirect = $false
    [System.Net.Http.HttpClient]::new($handler)
}

# The address of an app: https, or a server of this machine; without /api and a slash at its end.
function Resolve-AppUrl {
    param([string] $Url, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $parsed = $null
    $isAddress = [uri]::TryCreate($Url.Trim(), [System.UriKind]::Absolute, [ref] $parsed)
    if (-not $isAddress -or $parsed.Query -or $parsed.Fragment -or $parsed.UserInfo) {
        $Cmdlet.ThrowTerminatingError((New-ErrorRecord -Code 'invalidUrl' -Category InvalidArgument -Target $Url `
                    -Message '-Url is not the address of an app: give it as in https://APP.azurewebsites.net.'))
    }
    if ($parsed.Scheme -ne 'https' -and -not ($parsed.Scheme -eq 'http' -and $parsed.IsLoopback)) {
        $Cmdlet.ThrowTerminatingError((New-ErrorRecord -Code 'insecureUrl' -Category SecurityError -Target $Url `
                    -Message '-Url does not begin with https: a token would be sent unprotected. Use https (http is for the local stack alone).'))
    }
    [uri] (($parsed.AbsoluteUri -replace '/+$', '') -replace '/api$', '')
}
