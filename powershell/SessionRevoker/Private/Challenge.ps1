# A claims challenge: a decision counts only after the person has signed in again (401, stale).

# The challenge of an answer; nothing where it has none. What is not of its form is not repeated in a command for a person.
function Get-Challenge {
    param([pscustomobject] $Answer)

    if ($Answer.Challenge -notmatch 'error="insufficient_claims"') { return }
    $claims = if ($Answer.Challenge -match 'claims="([A-Za-z0-9+/=_-]+)"') { $Matches[1] }
    $tenant = if ($Answer.Challenge -match 'authorization_uri="https?://[^/"]+/([0-9A-Za-z.-]+)/') { $Matches[1] }
    [pscustomobject]@{ Claims = $claims; TenantId = $tenant }
}

# Has the person sign in again where this PowerShell can ask; returns whether they have.
function Update-SignIn {
    param([pscustomobject] $Connection, [pscustomobject] $Challenge)

    if ($Connection.Source -ne 'AzAccounts' -or -not $Challenge.Claims -or -not (Test-Interactive)) { return $false }
    $command = Get-Command -Name Connect-AzAccount -ErrorAction Ignore
    if (-not $command -or -not $command.Parameters.ContainsKey('ClaimsChallenge')) { return $false }
    $options = @{ ClaimsChallenge = $Challenge.Claims; ErrorAction = 'Stop' }
    $tenant = if ($Connection.TenantId) { $Connection.TenantId } else { $Challenge.TenantId }
    if ($tenant) { $options['Tenant'] = $tenant }
    Write-Warning 'The app takes this only after a recent sign-in: sign in again.'
    try {
        $null = Connect-AzAccount @options
        $true
    } catch {
        Write-Verbose "The sign-in failed: $($_.Exception.Message)"
        $false
    }
}

function Test-Interactive {
    [Environment]::UserInteractive -and [Environment]::GetCommandLineArgs() -notcontains '-NonInteractive'
}

# The error of a stale sign-in, with the command that ends it.
function New-StaleRecord {
    param([pscustomobject] $Connection, [pscustomobject] $Challenge, [pscustomobject] $Answer, [object] $Target)

    $tenant = if ($Connection.TenantId) { $Connection.TenantId } else { $Challenge.TenantId }
    $remedy = switch ($Connection.Source) {
        'AzAccounts' {
            $words = @('Connect-AzAccount')
            if ($tenant) { $words += "-Tenant $tenant" }
            if ($Challenge.Claims) { $words += "-ClaimsChallenge $($Challenge.Claims)" }
            "Sign in again: $($words -join ' '). Then run the command again."
        }
        'AzureCli' {
            "Sign in again: $(Get-AzLogin -Connection $Connection -TenantId $tenant -Claims $Challenge.Claims). Then run the command again."
        }
        default {
            'Sign in again, and give Connect-SessionRevoker -AccessToken the new token. Then run the command again.'
        }
    }
    New-ErrorRecord -Code 'stale' -Category AuthenticationError -Message (Get-Field $Answer.Body 'detail') -Target $Target -Remedy $remedy
}
