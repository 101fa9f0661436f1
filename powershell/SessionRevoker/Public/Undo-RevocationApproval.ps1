function Undo-RevocationApproval {
    <#
    .SYNOPSIS
    Takes back an approval of yours.

    .DESCRIPTION
    Possible until the request is decided, which is while more people must approve. The request goes on waiting. The app may ask for a recent
    sign-in, as for an approval.

    .PARAMETER ApprovalId
    The id of the approval, as Get-RevocationApproval shows it.

    .PARAMETER User
    The user, for the question of -Confirm.

    .EXAMPLE
    Get-RevocationApproval -User user1@contoso.com | Undo-RevocationApproval

    Takes back what you have approved for the user.

    .OUTPUTS
    SessionRevoker.Decision

    .LINK
    Approve-RevocationApproval
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('SessionRevoker.Decision')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $ApprovalId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $User
    )

    begin { Import-CallerPreference -Cmdlet $PSCmdlet }

    process {
        $shown = Get-DecisionTarget -ApprovalId $ApprovalId -User $User
        if (-not $PSCmdlet.ShouldProcess($shown, 'Take the approval back')) { return }
        # Of a withdrawal the app compares no digest, and the call has one in any case.
        Send-Decision -ApprovalId $ApprovalId -Digest ('0' * 64) -Decision withdraw -User $User -Cmdlet $PSCmdlet
    }
}
