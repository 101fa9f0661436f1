function Revoke-UserSession {
    <#
    .SYNOPSIS
    Signs users out of all devices.

    .DESCRIPTION
    Sends a request to the app, which revokes the sessions of the users by its own policy. The parameters are those of the cmdlet
    Revoke-SPOUserSession, and so are the sentences: what went well is verbose, what leaves a user signed in (no such user, a guest, a
    protected user, one who waits for approval) is a warning, and what went wrong is an error.

    Without -Wait, one object for each request is written: the app answers later (Get-UserSessionRevocation). With -Wait, one object for
    each outcome.

    Each user is confirmed, unless -Confirm:$false is given. Then the users of a pipeline are sent together, at most 100 in a request.

    .PARAMETER User
    User principal names or object ids; also DOMAIN\name or a SID.

    .PARAMETER Reason
    Why, for the audit and for those who approve.

    .PARAMETER TenantId
    A connected tenant; by default the one that you speak for.

    .PARAMETER RequireApproval
    Another person must approve before anything is done, whatever policy says.

    .PARAMETER Wait
    Waits until each user has an outcome. A user who waits for approval has one.

    .PARAMETER TimeoutSec
    How long -Wait waits, in seconds.

    .PARAMETER WhatIf
    The app previews what it would do, by its own policy and directory, and writes nothing. One object for each user is written.

    .EXAMPLE
    Revoke-UserSession -User user1@contoso.com -Wait -Verbose

    Asks, signs the user out, and waits for the outcome.

    .EXAMPLE
    Revoke-UserSession -User user1@contoso.com -WhatIf

    Shows what would happen. Nothing is changed.

    .EXAMPLE
    Get-Content users.txt | Revoke-UserSession -Reason 'Token theft' -Confirm:$false -Wait

    Signs all users of a file out without asking.

    .OUTPUTS
    SessionRevoker.Request
    SessionRevoker.Outcome

    .LINK
    Get-UserSessionRevocation
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('SessionRevoker.Request', 'SessionRevoker.Outcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UserId', 'Id')]
        [ValidateNotNullOrEmpty()]
        [string[]] $User,

        [ValidateLength(1, 2000)]
        [string] $Reason,

        [ValidateNotNullOrEmpty()]
        [string] $TenantId,

        [switch] $RequireApproval,

        [switch] $Wait,

        [ValidateRange(1, 86400)]
        [int] $TimeoutSec = 300
    )

    begin {
        Import-CallerPreference -Cmdlet $PSCmdlet
        $null = Get-Connection -Cmdlet $PSCmdlet
        $names = [System.Collections.Generic.List[string]]::new()
        $named = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
        $requests = [System.Collections.Generic.List[object]]::new()
        $asked = @{ Reason = $Reason; TenantId = $TenantId; RequireApproval = $RequireApproval }
        $isPreview = [bool] $WhatIfPreference
        # Who confirms one user after the other expects each to be signed out at once.
        $batch = if ($isPreview -or $ConfirmPreference -eq 'None') { $script:MaxUsersPerRequest } else { 1 }

        function Complete-Batch {
            if ($names.Count -eq 0) { return }
            $body = New-RequestBody -User $names @asked
            $names.Clear()
            if (-not $isPreview) {
                $request = Send-Request -Body $body -Cmdlet $PSCmdlet
                # Written at once: who ends a long pipeline has the ids of what was sent.
                if ($request -and $Wait) { $requests.Add($request) } elseif ($request) { $PSCmdlet.WriteObject($request) }
                return
            }
            foreach ($outcome in Get-Preview -Body $body -Cmdlet $PSCmdlet) {
                # PowerShell prints its own "What if: " before it, and never answers true.
                $null = $PSCmdlet.ShouldProcess(((Join-Detail -Outcome $outcome) -replace '^What if: ', ''), $null, $null)
                $PSCmdlet.WriteObject($outcome)
            }
        }
    }

    process {
        foreach ($name in Split-UserName -User $User -Cmdlet $PSCmdlet) {
            if (-not $named.Add($name)) { continue }
            if (-not $isPreview -and -not $PSCmdlet.ShouldProcess($name, 'Sign out of all devices')) { continue }
            $names.Add($name)
            if ($names.Count -ge $batch) { Complete-Batch }
        }
    }

    end {
        Complete-Batch
        $deadline = [datetime]::UtcNow.AddSeconds($TimeoutSec)
        foreach ($request in $requests) { Wait-Request -Request $request -Deadline $deadline -Cmdlet $PSCmdlet }
    }
}
