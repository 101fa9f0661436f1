function Restore-UserAccess {
    <#
    .SYNOPSIS
    Undoes a containment: signs the user out once more, and then brings back what the app changed.

    .DESCRIPTION
    What somebody else has changed since stays, and what is final cannot come back: with -WhatIf the app says what would come back and what is
    final, and nothing is changed. You need the role Revocation.Approve, the app may ask for a recent sign-in, and nobody restores their own
    account. Where several people must approve, your call counts as your approval, and the others decide with Approve-RevocationApproval. It
    is refused while a newer alert on the user is open. What follows is an outcome with the status restored.

    .PARAMETER RequestId
    The id of the request that has contained.

    .PARAMETER UserId
    Only this user of the request, by object id or as Get-UserContainment shows it. Absent: all of them.

    .PARAMETER Reason
    Why; it is stored and published.

    .EXAMPLE
    Restore-UserAccess inc-1 -Reason 'The alert was false' -WhatIf

    Shows what would come back and what is final.

    .EXAMPLE
    Get-UserContainment -User user1@contoso.com | Restore-UserAccess -Reason 'The alert was false'

    .OUTPUTS
    SessionRevoker.Restore

    .LINK
    Get-UserContainment
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('SessionRevoker.Restore')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $RequestId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('User')]
        [string] $UserId,

        [Parameter(Mandatory)]
        [ValidateNotNullOrEmpty()]
        [string] $Reason
    )

    begin { Import-CallerPreference -Cmdlet $PSCmdlet }

    process {
        $null = Get-Connection -Cmdlet $PSCmdlet
        $body = [ordered]@{ requestId = $RequestId; reason = $Reason }
        if ($UserId) { $body['user'] = $UserId }
        $target = if ($UserId) { $UserId } else { $RequestId }
        if ($WhatIfPreference) { $body['whatIf'] = $true }
        elseif (-not $PSCmdlet.ShouldProcess($target, 'Sign out once more, and bring back what was changed')) { return }
        Send-Restore -Body $body -Target $target -Cmdlet $PSCmdlet
    }
}
