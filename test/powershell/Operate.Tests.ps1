BeforeAll {
    . "$PSScriptRoot/FakeApp.ps1"
    Import-Module "$PSScriptRoot/../../powershell/SessionRevoker" -Force
    Mock -ModuleName SessionRevoker Start-Sleep {}
    function Connect-Fake { $null = Connect-SessionRevoker -Url $app.Url -AccessToken (ConvertTo-SecureString 't' -AsPlainText -Force) }
    function Get-Sent { ConvertFrom-Json $app.Calls[-1].Body }
}

Describe 'The emergency switch' {
    BeforeAll { $app = Start-FakeApp; Connect-Fake }
    BeforeEach { Reset-FakeApp $app }
    AfterAll { Stop-FakeApp $app }

    It 'stops with a reason, and the answer has the id of the stop' {
        Add-Answer $app -Body @{ state = 'stopped'; id = 's1'; reason = 'Too many'; by = 'lead'; at = '2026-11-26T10:00:00Z' }
        $stop = Stop-UserSessionRevocation -Reason 'Too many' -Confirm:$false
        $app.Calls[0].Path | Should -Be '/api/stop'
        (Get-Sent).reason | Should -Be 'Too many'
        ($stop.State, $stop.StopId, $stop.By) | Should -Be @('stopped', 's1', 'lead')
    }
    It 'resumes the stop that the status has shown' {
        Add-Answer $app -Body @{ mode = 'revoke'; enabled = $true; switch = @{ state = 'stopped'; id = 's1' }; policy = @{ digest = 'd' }; version = '1' }
        Add-Answer $app -Body @{ state = 'running'; id = 's2'; reason = 'Well'; by = 'lead'; at = '2026-11-26T10:00:00Z' }
        $running = Get-SessionRevokerStatus | Resume-UserSessionRevocation -Reason 'Well' -Confirm:$false
        $app.Calls.Path | Should -Be @('/api/status', '/api/resume')
        ((Get-Sent).stop, (Get-Sent).reason) | Should -Be @('s1', 'Well')
        ($running.State, $running.StopId) | Should -Be @('running', $null)
    }
    It 'resumes nothing where nothing is stopped, and where another stop counts' {
        Add-Answer $app -Body @{ mode = 'revoke'; enabled = $true; switch = @{ state = 'running'; id = 's2' }; policy = @{ digest = 'd' }; version = '1' }
        Get-SessionRevokerStatus | Resume-UserSessionRevocation -Reason r -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'notStopped,Resume-UserSessionRevocation'
        Add-Problem $app -Status 409 -Code changed
        Resume-UserSessionRevocation r s1 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeExactly 'The detail of changed. Look again with Get-SessionRevokerStatus, and go by what it shows.'
    }
    It 'shows the state also where a part is not known' {
        Add-Answer $app -Body @{ mode = 'whatIf'; enabled = $false; policy = @{ digest = 'd' }; version = '1'; unavailable = @('switch'); waiting = @{ count = 0 } }
        $status = Get-SessionRevokerStatus
        ($status.Mode, $status.Enabled, $status.Switch, $status.Waiting, $status.Unavailable[0]) | Should -Be @('whatIf', $false, $null, 0, 'switch')
        $status | Out-String | Should -Match 'Unavailable +: \{switch\}'
    }
}

Describe 'A decision that somebody waits for or takes back' {
    BeforeAll {
        $app = Start-FakeApp
        Connect-Fake
        function New-Decided { param([string] $Id, [hashtable] $Further = @{}) @{ confirmation = @{ id = $Id; decision = 'approve' } } + $Further }
    }
    BeforeEach { Reset-FakeApp $app }
    AfterAll { Stop-FakeApp $app }

    It 'ends with its own outcome, and not with that of the wait or of another user' {
        Add-Answer $app -Body @{ id = 'a1'; decision = 'approve'; by = 'lead'; decidedAt = '2026-11-26T10:05:00Z' }
        $waits = New-OutcomeItem awaitingConfirmation -Further @{ confirmation = @{ id = 'a1'; expiresAt = '2026-11-26T14:00:00Z' } }
        $other = New-OutcomeItem signOutPending -User b -Further (New-Decided a2)
        Add-Answer $app -Body @{ value = @($other, $waits) }
        Add-Answer $app -Body @{ value = @((New-OutcomeItem signOutPending -User a -Further (New-Decided a1)), $other, $waits) }
        $outcome = [pscustomobject]@{ ApprovalId = 'a1'; Digest = '5f' * 32; RequestId = 'r1' } | Approve-RevocationApproval -Wait -Confirm:$false
        ($outcome.User, $outcome.Status) | Should -Be @('a', 'signOutPending')
        $app.Calls | Should -HaveCount 3
    }
    It 'has nothing to wait for while more people must approve' {
        Add-Answer $app -Status 202 -Body @{ id = 'a1'; decision = 'approve'; approvals = @{ count = 1; quorum = 2 } }
        $voted = Approve-RevocationApproval a1 ('5f' * 32) -RequestId r1 -Wait -Confirm:$false -WarningAction SilentlyContinue
        $voted.IsDecided | Should -BeFalse
        $app.Calls | Should -HaveCount 1
    }
    It 'is not sent where the wait has no request' {
        Deny-RevocationApproval a1 ('5f' * 32) -Wait -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'noRequest,Deny-RevocationApproval'
        $app.Calls | Should -HaveCount 0
    }
    It 'is taken back, and the request goes on waiting' {
        Add-Answer $app -Body @{ id = 'a1'; decision = 'withdraw' }
        $back = [pscustomobject]@{ ApprovalId = 'a1'; User = 'u1' } | Undo-RevocationApproval
        ($app.Calls[0].Path, (Get-Sent).decision) | Should -Be @('/api/approvals/a1', 'withdraw')
        ($back.Decision, $back.IsDecided, $back.User) | Should -Be @('withdraw', $false, 'u1')
    }
}

Describe 'A long pipeline' {
    BeforeAll { $app = Start-FakeApp; Connect-Fake }
    BeforeEach { Reset-FakeApp $app }
    AfterAll { Stop-FakeApp $app }

    It 'shows each request as soon as it is sent, so that its id is not lost when the pipeline is ended' {
        foreach ($number in 1..10) { Add-Answer $app -Status 202 -Body @{ id = "r$number" } }
        $shown = [System.Collections.Generic.List[object]]::new()
        try {
            1..1000 | ForEach-Object { if ($_ -eq 350) { throw 'ended' } else { "user$_" } } | Revoke-UserSession -Confirm:$false | ForEach-Object { $shown.Add($_) }
        } catch { "$_" | Should -Be 'ended' }
        $shown.RequestId | Should -Be @('r1', 'r2', 'r3')
        $app.Calls | Should -HaveCount 3
    }
    It 'waits for each user, and not for as many outcomes as there are users' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $waited = New-OutcomeItem awaitingConfirmation -User a
        $done = New-OutcomeItem signOutPending -User a
        Add-Answer $app -Body @{ value = @($done, $waited) }
        Add-Answer $app -Body @{ value = @((New-OutcomeItem signOutPending -User b), $done, $waited) }
        $all = Revoke-UserSession a, b -Wait -Confirm:$false -WarningAction SilentlyContinue
        $all.User | Should -Be @('a', 'a', 'b')
    }
    It 'may be of objects with <Name>' -ForEach @(
        @{ Name = 'an id alone'; In = @{ Id = 'o1'; DisplayName = 'x' }; Named = 'o1' }
        @{ Name = 'the name and an id'; In = @{ Id = 'o1'; UserPrincipalName = 'u1' }; Named = 'u1' }
        @{ Name = 'an id of something of the user'; In = @{ Id = 'detection'; UserId = 'o1' }; Named = 'o1' }
    ) {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $null = [pscustomobject] $In | Revoke-UserSession -Confirm:$false
        (Get-Sent).users | Should -Be @($Named)
    }
}
