function Connect-SessionRevoker {
    <#
    .SYNOPSIS
    Connects this PowerShell to an app of session-revoker.

    .DESCRIPTION
    Checks that the HTTP API answers at the address, obtains an access token for it, and keeps both for the other commands of the
    module until Disconnect-SessionRevoker or the end of the process. What you may do depends on your app roles.

    The token comes from -AccessToken; without it from Get-AzAccessToken, where the module Az.Accounts is installed and signed in; else from
    the Azure CLI. One that ends is replaced, except one that you have given.

    .PARAMETER Url
    The address of the app, such as https://APP.azurewebsites.net. http is accepted for this machine alone.

    .PARAMETER Audience
    The application id of the API: the setting API_AUDIENCE of the app. A token is obtained for it alone.

    .PARAMETER TenantId
    The tenant in which you sign in; by default that of Az.Accounts or of the Azure CLI.

    .PARAMETER AccessToken
    An access token for the API that you have obtained yourself.

    .EXAMPLE
    Connect-SessionRevoker -Url https://APP.azurewebsites.net -Audience $env:API_AUDIENCE

    Connects as the person who is signed in with Connect-AzAccount or az login.

    .EXAMPLE
    $token = Get-Content -Raw .local/api-token | ConvertTo-SecureString -AsPlainText -Force
    Connect-SessionRevoker -Url http://127.0.0.1:7071 -AccessToken $token

    Connects to the local stack (npm start), which writes a token into a file.

    .OUTPUTS
    SessionRevoker.Connection

    .LINK
    about_SessionRevoker
    #>
    [CmdletBinding(DefaultParameterSetName = 'SignIn')]
    [OutputType('SessionRevoker.Connection')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Url,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'SignIn')]
        [ValidatePattern('^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$')]
        [string] $Audience,

        [Parameter(ParameterSetName = 'SignIn')]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9.-]*$')]
        [string] $TenantId,

        [Parameter(Mandatory, ParameterSetName = 'AccessToken')]
        [ValidateNotNull()]
        [securestring] $AccessToken
    )

    Import-CallerPreference -Cmdlet $PSCmdlet
    $address = Resolve-AppUrl -Url $Url -Cmdlet $PSCmdlet
    $connection = New-Connection -Url $address -Audience $Audience -TenantId $TenantId -AccessToken $AccessToken
    $answer = Send-Call -Connection $connection -Method GET -Path 'openapi.json' -WithoutToken
    if (-not (Get-Field $answer.Body 'openapi')) {
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord -Answer $answer -Url $address -Target $Url))
    }
    Update-Token -Connection $connection -Cmdlet $PSCmdlet
    Set-Connection -Connection $connection
    [pscustomobject]@{
        PSTypeName = 'SessionRevoker.Connection'
        Url        = $connection.Url
        Audience   = $connection.Audience
        TenantId   = $connection.TenantId
        TokenFrom  = $connection.Source
    }
}
