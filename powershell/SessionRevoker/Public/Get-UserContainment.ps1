function Get-UserContainment {
    <#
    .SYNOPSIS
    Lists what was done to users beside revoking, the newest first.

    .DESCRIPTION
    One object for each containment: what was changed and can be brought back (Changes), what cannot (Final), and what was left (Kept). Without a
    user or a request it lists those that have not ended. Pipe the object into Restore-UserAccess.

    .PARAMETER User
    Only those of this user, also those that have ended; by user principal name or object id.

    .PARAMETER RequestId
    Only those of this request, also those that have ended.

    .PARAMETER TenantId
    The connected tenant of the user.

    .EXAMPLE
    Get-UserContainment

    .EXAMPLE
    Get-UserContainment -User user1@contoso.com | Format-List

    Shows everything that was done to one user.

    .OUTPUTS
    SessionRevoker.Containment

    .LINK
    Restore-UserAccess
    #>
    [CmdletBinding()]
    [OutputType('SessionRevoker.Containment')]
    param(
        [Parameter(Position = 0)]
        [string] $User,

        [string] $RequestId,

        [string] $TenantId
    )

    Import-CallerPreference -Cmdlet $PSCmdlet
    $path = 'containments?top=100'
    if ($User) { $path += "&user=$([uri]::EscapeDataString($User))" }
    if ($RequestId) { $path += "&requestId=$([uri]::EscapeDataString($RequestId))" }
    if ($TenantId) { $path += "&tenant=$([uri]::EscapeDataString($TenantId))" }
    Read-List -Path $path -Target 'containments' -Cmdlet $PSCmdlet | ConvertTo-Containment
}
