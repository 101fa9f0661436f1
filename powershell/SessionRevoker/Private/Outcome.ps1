# Outcomes of the API as objects, and the streams that their sentences go to.

function ConvertTo-Outcome {
    param([Parameter(Mandatory, ValueFromPipeline)] [pscustomobject] $Item)

    process {
        $user = Get-Field $Item 'user'
        $confirmation = Get-Field $Item 'confirmation'
        $reference = Get-Field $user 'reference'
        $name = Get-Field $user 'userPrincipalName'
        [pscustomobject]@{
            PSTypeName           = 'SessionRevoker.Outcome'
            User                 = if ($name) { $name } else { $reference }
            Status               = Get-Field $Item 'status'
            Predicted            = Get-Field $Item 'predicted'
            Message              = Get-Field $Item 'message'
            Detail               = Get-Field $Item 'detail'
            EffectiveNoLaterThan = ConvertTo-Time (Get-Field $Item 'effectiveNoLaterThan')
            RevokedAt            = ConvertTo-Time (Get-Field $Item 'revokedAt')
            Verified             = Get-Field $Item 'verified'
            RequestId            = Get-Field $Item 'requestId'
            ApprovalId           = Get-Field $confirmation 'id'
            ExpiresAt            = ConvertTo-Time (Get-Field $confirmation 'expiresAt')
            Decision             = Get-Field $confirmation 'decision'
            DecidedBy            = Get-Field $confirmation 'by'
            Mode                 = Get-Field $Item 'mode'
            Reason               = Get-Field $Item 'reason'
            RequestedBy          = Get-Field $Item 'requestedBy'
            ReceivedBy           = Get-Field $Item 'receivedBy'
            ReceivedAt           = ConvertTo-Time (Get-Field $Item 'receivedAt')
            CompletedAt          = ConvertTo-Time (Get-Field $Item 'completedAt')
            UserReference        = $reference
            UserId               = Get-Field $user 'id'
            TenantId             = Get-Field $Item 'tenantId'
            Alert                = Get-Field $Item 'alert'
            Methods              = @(Get-Field $Item 'methods')
            Issues               = @(Get-Field $Item 'issues')
            DuplicateOf          = Get-Field $Item 'duplicateOf'
            OutcomeId            = Get-Field $Item 'id'
        } | Complete-Record
    }
}

# The stream of a status: success is verbose, what leaves a user signed in is a warning, and what went wrong is an error.
function Get-OutcomeStream {
    param([string] $Status)

    switch ($Status) {
        'signedOut' { 'Verbose' }
        'signOutPending' { 'Verbose' }
        'whatIf' { 'Verbose' }
        'duplicate' { 'Verbose' }
        'restored' { 'Verbose' }
        'contained' { 'Verbose' }
        'nothingToDo' { 'Verbose' }
        'failed' { 'Error' }
        'notEnabled' { 'Error' }
        'rejected' { 'Error' }
        default { 'Warning' }
    }
}

# The sentence of an outcome with its reason, which some sentences have already.
function Join-Detail {
    param([pscustomobject] $Outcome)

    if (-not $Outcome.Detail -or $Outcome.Message.Contains($Outcome.Detail)) { return $Outcome.Message }
    "$($Outcome.Message) $($Outcome.Detail)"
}

# Writes an outcome as a command does: its sentence to a stream, and itself as an object.
function Write-Outcome {
    param([pscustomobject] $Outcome, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $sentence = Join-Detail -Outcome $Outcome
    switch (Get-OutcomeStream -Status $Outcome.Status) {
        'Verbose' { $Cmdlet.WriteVerbose($sentence) }
        'Warning' { $Cmdlet.WriteWarning($sentence) }
        'Error' {
            $category = switch ($Outcome.Status) {
                'notEnabled' { 'NotEnabled' }
                'rejected' { 'InvalidArgument' }
                default { 'ResourceUnavailable' }
            }
            $message = Join-Issue -Sentence $sentence -Issue $Outcome.Issues
            $Cmdlet.WriteError((New-ErrorRecord -Code $Outcome.Status -Category $category -Message $message -Target $Outcome.User))
        }
    }
    $Cmdlet.WriteObject($Outcome)
}
