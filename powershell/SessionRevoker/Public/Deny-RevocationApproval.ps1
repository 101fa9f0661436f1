function Deny-RevocationApproval {
    <#
    .SYNOPSIS
    Declines what waits for approval, in your proven name.

    .DESCRIPTION
    One person who declines ends the wait: nobody is signed out. The app may ask for a recent sign-in (the error stale): with Az.Accounts
    you then sign in at once, and else the error has the command.

    .PARAMETER ApprovalId
    The id of the approval, as Get-RevocationApproval shows it.

    .PARAMETER Digest
    The digest of what you were shown, as Get-RevocationApproval has it. If something else would be decided on by now, the decision changes
    nothing, and the error is changed.

    .PARAMETER User
    The user, for the question of -Confirm.

    .PARAMETER Reason
    The reason of the request, for the question of -Confirm.

    .PARAMETER RequestId
    The id of the request, for -Wait.

    .PARAMETER Restore
    What is brought back, of a request to undo a containment; the question then says so.

    .PARAMETER Contain
    The steps that are taken on a user who is signed out already; the question then says so.

    .PARAMETER Wait
    Waits for the outcome of the decision, and writes it in place of the decision. While more people must approve there is none to wait for.

    .PARAMETER TimeoutSec
    How long -Wait waits, in seconds.

    .EXAMPLE
    Get-RevocationApproval -User user1@contoso.com | Deny-RevocationApproval

    Asks, and then declines what waits for the user.

    .OUTPUTS
    SessionRevoker.Decision
    SessionRevoker.Outcome

    .LINK
    Get-RevocationApproval
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('SessionRevoker.Decision', 'SessionRevoker.Outcome')]
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
        [string] $Reason,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $RequestId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object] $Restore,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object] $Contain,

        [switch] $Wait,

        [ValidateRange(1, 86400)]
        [int] $TimeoutSec = 300
    )

    begin { Import-CallerPreference -Cmdlet $PSCmdlet }

    process {
        $shown = Get-DecisionTarget -ApprovalId $ApprovalId -User $User -Reason $Reason
        $what = if ($Restore) { 'Decline signing out once more and bringing back what was changed' }
        elseif ($Contain) { "Decline taking steps: $($Contain.steps -join ', ')" }
        else { 'Decline signing out' }
        if (-not $PSCmdlet.ShouldProcess($shown, $what)) { return }
        Complete-Decision -ApprovalId $ApprovalId -Digest $Digest -Decision decline -User $User -RequestId $RequestId -Wait:$Wait -TimeoutSec $TimeoutSec `
            -Cmdlet $PSCmdlet
    }
}
