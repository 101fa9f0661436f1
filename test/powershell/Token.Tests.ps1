BeforeAll {
    . "$PSScriptRoot/FakeApp.ps1"
    Import-Module "$PSScriptRoot/../../powershell/SessionRevoker" -Force
    Mock -ModuleName SessionRevoker Start-Sleep {}
    $script:Secret = 'secret-token-of-the-test'
    $script:Challenge = 'Bearer realm="", authorization_uri="https://login.example/tenant-1/oauth2/v2.0/authorize", error="insufficient_claims", claims="eyJ9", max_age="900"'

    # Stand-ins for Az.Accounts, and for the Azure CLI as a program of its own.
    function global:Get-AzAccessToken { param($ResourceUrl, $TenantId) & $global:OnToken $ResourceUrl $TenantId }
    function global:Connect-AzAccount { param($Tenant, $ClaimsChallenge) & $global:OnSignIn $Tenant $ClaimsChallenge }
    function New-AzToken {
        param([string] $Text = $Secret, [int] $Minutes = 60, [switch] $AsText)
        $token = if ($AsText) { $Text } else { ConvertTo-SecureString $Text -AsPlainText -Force }
        [pscustomobject]@{ Token = $token; ExpiresOn = [datetimeoffset]::UtcNow.AddMinutes($Minutes) }
    }
    $script:Folder = (New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName
    function Set-Az {
        param([string] $Script)
        $env:PATH = "${Folder}:$Path"
        Set-Content -Path "$Folder/az" -Value "#!/bin/sh`n$Script"
        chmod +x "$Folder/az"
    }
    $script:Path = $env:PATH
}
AfterAll {
    Remove-Item function:global:Get-AzAccessToken, function:global:Connect-AzAccount
    Remove-Item -Recurse $Folder
    $env:PATH = $Path
}

Describe 'A token' {
    BeforeAll { $app = Start-FakeApp }
    BeforeEach {
        Reset-FakeApp $app
        $env:PATH = ''
        $global:OnToken = { throw 'Run Connect-AzAccount to login.' }
        $global:OnSignIn = { throw 'no sign-in was expected' }
    }
    AfterEach { $env:PATH = $Path }
    AfterAll { Stop-FakeApp $app; Remove-Variable -Scope Global OnToken, OnSignIn }

    It 'comes from Az.Accounts, for the audience and the tenant, as <Name>' -ForEach @(
        @{ Name = 'a secure string'; AsText = $false }
        @{ Name = 'plain text, which older versions return'; AsText = $true }
    ) {
        $global:OnToken = { $global:Asked = $args; New-AzToken -AsText:$AsText }
        (Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b -TenantId t1).TokenFrom | Should -Be 'AzAccounts'
        $Asked | Should -Be @('6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b', 't1')
        Add-Answer $app -Body @{ value = @() }
        Get-RevocationApproval
        $app.Calls[0].Token | Should -BeExactly "Bearer $Secret"
    }
    It 'comes from the Azure CLI where Az.Accounts has none' -Skip:($env:OS -eq 'Windows_NT') {
        Set-Az "echo `"`$@`" > '$Folder/asked'; echo '{ `"accessToken`": `"$Secret`", `"expires_on`": 4102444800 }'; echo 'WARNING: something' >&2"
        (Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b -TenantId t1).TokenFrom | Should -Be 'AzureCli'
        Get-Content "$Folder/asked" | Should -Be 'account get-access-token --scope 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b/.default --output json --tenant t1'
        Add-Answer $app -Body @{ value = @() }
        Get-RevocationApproval
        $app.Calls[0].Token | Should -BeExactly "Bearer $Secret"
    }
    It 'is obtained for an application id, and for no other service: <Audience>' -ForEach @(
        @{ Audience = 'https://graph.microsoft.com' }
        @{ Audience = 'aud' }
        @{ Audience = '6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b/.default' }
        @{ Audience = '6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b;' }
    ) {
        { Connect-SessionRevoker $app.Url $Audience } | Should -Throw -ErrorId 'ParameterArgumentValidationError,Connect-SessionRevoker'
    }
    It 'is missing: the error names each reason, and how to sign in' -Skip:($env:OS -eq 'Windows_NT') {
        Set-Az "echo 'ERROR: AADSTS50020' >&2; exit 1"
        { Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b -TenantId t1 } |
            Should -Throw '*Connect-AzAccount to login.*AADSTS50020*az login --tenant t1 --scope 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b/.default*' -ErrorId 'noToken,Connect-SessionRevoker'
    }
    It 'is replaced two minutes before it ends, and kept before' {
        $global:Given = 0
        $global:OnToken = { $global:Given++; New-AzToken -Text "token-$Given" -Minutes $(if ($Given -eq 1) { 1 } else { 60 }) }
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
        foreach ($time in 1..3) { Add-Answer $app -Body @{ value = @() }; Get-RevocationApproval }
        $app.Calls.Token | Should -Be (@('Bearer token-2') * 3)
    }
    It 'that was not accepted is not used again' {
        $global:Given = 0
        $global:OnToken = { $global:Given++; New-AzToken -Text "token-$Given" }
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
        Add-Problem $app -Status 401 -Code unproven -Headers @{ 'WWW-Authenticate' = 'Bearer error="invalid_token"' }
        Add-Answer $app -Body @{ value = @() }
        Get-RevocationApproval -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 1
        $failed[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
        Get-RevocationApproval
        $app.Calls.Token | Should -Be @('Bearer token-1', 'Bearer token-2')
    }
    It 'is an argument of no command, which module logging would keep' -Skip:($env:OS -eq 'Windows_NT') {
        $global:OnToken = { throw 'no' }
        Set-Az "echo '{ `"accessToken`": `"$Secret`", `"expires_on`": 4102444800 }'"
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $trace = "$Folder/trace"
        Trace-Command -Name ParameterBinding -Option All -FilePath $trace -Expression {
            $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
            $null = Revoke-UserSession a -Confirm:$false
        }
        $app.Calls[0].Token | Should -BeExactly "Bearer $Secret"
        $logged = Get-Content -Raw $trace
        $logged | Should -Match 'expires_on|Revoke-UserSession'
        $logged | Should -Not -Match $Secret
    }
    It 'is in no transcript' {
        $global:OnToken = { New-AzToken -AsText }
        $null = Start-Transcript -Path "$Folder/transcript"
        try {
            $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b -Verbose
            Add-Problem $app -Status 403 -Code noRole
            Get-RevocationApproval -Verbose -ErrorAction Continue 2>&1 | Out-Host
        } finally { $null = Stop-Transcript }
        $kept = Get-Content -Raw "$Folder/transcript"
        $kept | Should -Match 'The detail of noRole'
        $kept | Should -Not -Match $Secret
    }
    It 'is in no stream and in no error' -Skip:($env:OS -eq 'Windows_NT') {
        Set-Az "echo '{ `"accessToken`": `"$Secret`" '; exit 3"
        $Error.Clear()
        $written = & {
            try { Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b } catch { $_ }
            Set-Az "echo '{ `"accessToken`": `"$Secret`", `"expires_on`": 4102444800 }'"
            Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b -Verbose -Debug
            Add-Problem $app -Status 403 -Code noRole
            Add-Problem $app -Status 429 -Code rateLimited
            Add-Answer $app -Status 302 -Body ''
            Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $Challenge }
            foreach ($time in 1..3) { Get-RevocationApproval -Verbose -Debug }
            Stop-FakeApp $app
            Get-RevocationApproval -Verbose -Debug
            Get-UserSessionRevocation u -Verbose -Debug
        } *>&1
        $app = Start-FakeApp
        $Error.Count | Should -BeGreaterThan 5
        $details = $Error | ForEach-Object { $_ | Format-List * -Force; $_.Exception | Format-List * -Force; $_.InvocationInfo | Format-List * -Force }
        (@($written, $details) | Out-String -Width 5000) | Should -Not -Match $Secret
        "$written" | Should -Match 'The detail of noRole'
    }
}

Describe 'A sign-in that is too old (stale)' {
    BeforeAll { $app = Start-FakeApp }
    BeforeEach {
        Reset-FakeApp $app
        $env:PATH = ''
        $global:Given = 0
        $global:OnToken = { $global:Given++; New-AzToken -Text "token-$Given" }
        $global:SignIns = @()
        $global:OnSignIn = { $global:SignIns += , $args }
    }
    AfterEach { $env:PATH = $Path }
    AfterAll { Stop-FakeApp $app; Remove-Variable -Scope Global OnToken, OnSignIn, SignIns, Given }

    It 'is renewed with Az.Accounts by the challenge of the app, and the decision is sent again' {
        Mock -ModuleName SessionRevoker Test-Interactive { $true }
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
        Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $Challenge }
        Add-Answer $app -Body @{ id = 'a'; decision = 'approve'; by = 'lead'; byProven = $true }
        $decided = Approve-RevocationApproval a ('5f' * 32) -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        $decided.IsDecided | Should -BeTrue
        $SignIns | Should -HaveCount 1
        $SignIns[0] | Should -Be @('tenant-1', 'eyJ9')
        "$warned" | Should -Match 'sign in again'
        $app.Calls.Token | Should -Be @('Bearer token-1', 'Bearer token-2')
    }
    It 'is renewed once: then the error has the command' {
        Mock -ModuleName SessionRevoker Test-Interactive { $true }
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b -TenantId t1
        foreach ($time in 1, 2) { Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $Challenge } }
        Approve-RevocationApproval a ('5f' * 32) -Confirm:$false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'stale,Approve-RevocationApproval'
        "$($failed[0])" | Should -BeExactly ('The detail of stale. Sign in again: Connect-AzAccount -Tenant t1 -ClaimsChallenge eyJ9. ' +
            'Then run the command again.')
        $SignIns | Should -HaveCount 1
    }
    It 'is not renewed where nobody can be asked' {
        Mock -ModuleName SessionRevoker Test-Interactive { $false }
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
        Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $Challenge }
        Approve-RevocationApproval a ('5f' * 32) -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -Match 'Connect-AzAccount -Tenant tenant-1 -ClaimsChallenge eyJ9'
        $SignIns | Should -HaveCount 0
    }
    It 'has the command of the Azure CLI where the token is from there' -Skip:($env:OS -eq 'Windows_NT') {
        $global:OnToken = { throw 'no' }
        Set-Az "echo '{ `"accessToken`": `"$Secret`", `"expires_on`": 4102444800 }'"
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
        Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $Challenge }
        Approve-RevocationApproval a ('5f' * 32) -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeLike '*az login --tenant tenant-1 --scope 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b/.default --claims-challenge eyJ9. Then run the command again.'
    }
    It 'asks for another token where the caller has given it' {
        $null = Connect-SessionRevoker $app.Url -AccessToken (ConvertTo-SecureString $Secret -AsPlainText -Force)
        Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $Challenge }
        Approve-RevocationApproval a ('5f' * 32) -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -Match 'Connect-SessionRevoker -AccessToken'
    }
    It 'puts nothing of another form than a challenge into a command for a person' {
        Mock -ModuleName SessionRevoker Test-Interactive { $false }
        $null = Connect-SessionRevoker $app.Url 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
        $forged = 'Bearer error="insufficient_claims", authorization_uri="https://login.example/$(evil)/x", claims="; rm -rf ~ #"'
        Add-Problem $app -Status 401 -Code stale -Headers @{ 'WWW-Authenticate' = $forged }
        Approve-RevocationApproval a ('5f' * 32) -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeLike '*Sign in again: Connect-AzAccount. Then run*'
    }
}
