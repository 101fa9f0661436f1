function Approve-RevocationApproval {
    <#
    .SYNOPSIS
    Approves what waits for approval, in your proven name.

    .DESCRIPTION
    Where policy requires several people, the answer says how many have approved; nothing is done before. The app may ask for a recent
    sign-in (the error stale): with Az.Accounts you then sign in at once, and else the error has the command.

    Once it is decided the user is signed out; Get-UserSessionRevocation shows the outcome.

    .PARAMETER ApprovalId
    The id of the approval, as Get-RevocationApproval shows it.

    .PARAMETER Digest
    The digest of what you were shown, as Get-RevocationApproval has it. If something else would be decided on by now, the decision changes
    nothing, and the error is changed.

    .PARAMETER User
    The user, for the question of -Confirm.

    .PARAMETER Reason
    The reason of the request, for the question of -Confirm.

    .EXAMPLE
    Get-RevocationApproval -User user1@contoso.com | Approve-RevocationApproval

    Asks, and then approves what waits for the user.

    .OUTPUTS
    SessionRevoker.Decision

    .LINK
    Get-RevocationApproval
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('SessionRevoker.Decision')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $ApprovalId,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $Digest,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $User,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Reason
    )

    process {
        $shown = Get-DecisionTarget -ApprovalId $ApprovalId -User $User -Reason $Reason
        if (-not $PSCmdlet.ShouldProcess($shown, 'Approve signing out')) { return }
        Send-Decision -ApprovalId $ApprovalId -Digest $Digest -Decision approve -User $User -Cmdlet $PSCmdlet
    }
}
