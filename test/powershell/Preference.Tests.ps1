BeforeAll {
    . "$PSScriptRoot/FakeApp.ps1"
    Import-Module "$PSScriptRoot/../../powershell/SessionRevoker" -Force
    Mock -ModuleName SessionRevoker Start-Sleep {}
    # A script of somebody, in a file as theirs are.
    function Invoke-Script {
        param([string] $Text, [hashtable] $With = @{})
        Set-Content -Path "$TestDrive/theirs.ps1" -Value "[CmdletBinding(SupportsShouldProcess)] param()`n$Text"
        & "$TestDrive/theirs.ps1" @With
    }
}

Describe 'The preferences of a script that calls' {
    BeforeAll {
        $app = Start-FakeApp
        $null = Connect-SessionRevoker -Url $app.Url -AccessToken (ConvertTo-SecureString 't' -AsPlainText -Force)
    }
    BeforeEach { Reset-FakeApp $app }
    AfterAll { Stop-FakeApp $app }

    It 'count with <Name>: nobody is signed out' -ForEach @(
        @{ Name = '-WhatIf'; Text = ''; With = @{ WhatIf = $true } }
        @{ Name = '$WhatIfPreference'; Text = '$WhatIfPreference = $true'; With = @{} }
    ) {
        Add-Answer $app -Body @{ receivedBy = 'x'; value = @() }
        Invoke-Script "$Text`nRevoke-UserSession a -Confirm:`$false" -With $With
        $app.Calls.Path | Should -Be '/api/preview'
    }
    It 'count with -WhatIf: <_> sends nothing' -ForEach @(
        "Approve-RevocationApproval a ('5f' * 32)"
        "Deny-RevocationApproval a ('5f' * 32)"
        'Undo-RevocationApproval a'
        'Stop-UserSessionRevocation -Reason r'
        'Resume-UserSessionRevocation -Reason r -StopId s'
    ) {
        Invoke-Script "$_ -Confirm:`$false" -With @{ WhatIf = $true }
        $app.Calls | Should -HaveCount 0
    }
    It 'do not count against a parameter of the command' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $null = Invoke-Script 'Revoke-UserSession a -WhatIf:$false -Confirm:$false' -With @{ WhatIf = $true }
        $app.Calls.Path | Should -Be '/api/requests'
    }
    It 'count with $ConfirmPreference: it asks nothing' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $null = Invoke-Script "`$ConfirmPreference = 'None'; Revoke-UserSession a, b"
        (ConvertFrom-Json $app.Calls[0].Body).users | Should -Be @('a', 'b')
    }
    It 'count with $ErrorActionPreference: it stops the script, or does not' {
        foreach ($time in 1, 2) { Add-Problem $app -Status 404 -Code notFound }
        { Invoke-Script "`$ErrorActionPreference = 'Stop'; Get-UserSessionRevocation a, b" } | Should -Throw 'The detail of notFound.'
        $app.Calls | Should -HaveCount 1
        Reset-FakeApp $app
        foreach ($time in 1, 2) { Add-Problem $app -Status 404 -Code notFound }
        Invoke-Script "`$ErrorActionPreference = 'SilentlyContinue'; Get-UserSessionRevocation a, b"
        $app.Calls | Should -HaveCount 2
    }
    It 'count with $VerbosePreference and $WarningPreference' {
        foreach ($time in 1, 2) {
            Add-Answer $app -Status 202 -Body @{ id = 'r1' }
            Add-Answer $app -Body @{ value = @((New-OutcomeItem userNotFound)) }
        }
        $loud = Invoke-Script "`$VerbosePreference = 'Continue'; Revoke-UserSession a -Wait -Confirm:`$false" *>&1
        "$loud" | Should -Match 'The app has taken the request r1 \(users: 1\)\.'
        $quiet = @(Invoke-Script "`$WarningPreference = 'SilentlyContinue'; Revoke-UserSession a -Wait -Confirm:`$false" *>&1)
        $quiet.Status | Should -Be 'userNotFound'
    }
    It 'count for the name of the cmdlet, which is given also with -WhatIf' {
        Add-Answer $app -Body @{ receivedBy = 'x'; value = @() }
        Invoke-Script 'Import-SessionRevokerAlias; Revoke-SPOUserSession -User a -Confirm:$false' -With @{ WhatIf = $true }
        Remove-Item Alias:Revoke-SPOUserSession
        $app.Calls.Path | Should -Be '/api/preview'
    }
    It 'count for every command that can fail or change something' {
        $silent = Get-ChildItem "$PSScriptRoot/../../powershell/SessionRevoker/Public" |
            Where-Object { (Get-Content -Raw $_.FullName) -notmatch 'Import-CallerPreference -Cmdlet \$PSCmdlet' }
        $silent.BaseName | Should -Be 'Disconnect-SessionRevoker'
    }
}
