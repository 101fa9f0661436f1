function Get-UserSessionRevocation {
    <#
    .SYNOPSIS
    Shows what became of a user or of a request.

    .DESCRIPTION
    The outcomes of a user, the newest first, as far back as the app keeps them; or those of one request. One object for each outcome is
    written. EffectiveNoLaterThan is when the last old access token ends.

    .PARAMETER User
    User principal names or object ids; also DOMAIN\name or a SID. A user who was deleted is found by the object id.

    .PARAMETER TenantId
    A connected tenant; by default the home tenant.

    .PARAMETER RequestId
    The id of a request, as Revoke-UserSession writes it.

    .EXAMPLE
    Get-UserSessionRevocation -User user1@contoso.com

    Shows the history of the user.

    .EXAMPLE
    Revoke-UserSession -User user1@contoso.com | Get-UserSessionRevocation

    Shows the outcomes that the request has by now; there may be none yet.

    .OUTPUTS
    SessionRevoker.Outcome

    .LINK
    Revoke-UserSession
    #>
    [CmdletBinding(DefaultParameterSetName = 'User')]
    [OutputType('SessionRevoker.Outcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'User')]
        [Alias('UserPrincipalName', 'UserId', 'Id')]
        [ValidateNotNullOrEmpty()]
        [string[]] $User,

        [Parameter(ParameterSetName = 'User')]
        [ValidateNotNullOrEmpty()]
        [string] $TenantId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'Request')]
        [ValidateNotNullOrEmpty()]
        [string] $RequestId
    )

    begin { Import-CallerPreference -Cmdlet $PSCmdlet }

    process {
        $asked = if ($RequestId) { $RequestId } else { Split-UserName -User $User -Cmdlet $PSCmdlet }
        foreach ($name in $asked) {
            $step = [uri]::EscapeDataString($name)
            $path = if ($RequestId) { "requests/${step}?top=100" } else { "users/$step/history?top=100" }
            if ($TenantId) { $path += "&tenant=$([uri]::EscapeDataString($TenantId))" }
            Read-List -Path $path -Target $name -Cmdlet $PSCmdlet | ConvertTo-Outcome
        }
    }
}
