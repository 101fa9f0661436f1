# Every failure is an error record: the code of the API or of this module, a category, the problem, and a remedy.

function New-ErrorRecord {
    param(
        [string] $Code,
        [System.Management.Automation.ErrorCategory] $Category,
        [string] $Message,
        [object] $Target,
        [string] $Remedy
    )

    $text = if ($Remedy) { "$Message $Remedy" } else { $Message }
    $exception = [System.InvalidOperationException]::new($text)
    [System.Management.Automation.ErrorRecord]::new($exception, $Code, $Category, $Target)
}

# The category of a problem of the API, by its code; by its HTTP status where a code is new.
function Get-ProblemCategory {
    param([string] $Code, [int] $Status)

    switch ($Code) {
        'stale' { return 'AuthenticationError' }
        'unproven' { return 'AuthenticationError' }
        'changed' { return 'InvalidOperation' }
        'decided' { return 'InvalidOperation' }
        'rateLimited' { return 'LimitsExceeded' }
    }
    switch ($Status) {
        401 { return 'AuthenticationError' }
        403 { return 'PermissionDenied' }
        404 { return 'ObjectNotFound' }
        409 { return 'InvalidOperation' }
        429 { return 'LimitsExceeded' }
    }
    if ($Status -ge 400 -and $Status -lt 500) { return 'InvalidArgument' }
    'ResourceUnavailable'
}

# What a person does about a problem that its detail does not say.
function Get-ProblemRemedy {
    param([string] $Code, [string] $Path)

    switch ($Code) {
        'unproven' { 'Run Connect-SessionRevoker again, with the -Audience and -TenantId of the app.' }
        'noRole' { 'Ask who runs the app for a role (docs/api.md).' }
        'changed' {
            if ($Path -in 'stop', 'resume') { 'Look again with Get-SessionRevokerStatus, and go by what it shows.' }
            else { 'Look again with Get-RevocationApproval, and decide on what it shows.' }
        }
    }
}

# The error record of an answer that is not the result of the call.
function ConvertTo-ErrorRecord {
    param([pscustomobject] $Answer, [uri] $Url, [string] $Path, [object] $Target)

    if ($Answer.Failure) {
        return New-ErrorRecord -Code 'unreachable' -Category ResourceUnavailable -Target $Target `
            -Message "$Url cannot be reached: $($Answer.Failure.TrimEnd('.'))." `
            -Remedy 'Check -Url and the network, and run the command again: repeating it is harmless.'
    }
    $problem = $Answer.Body
    $code = ([string] (Get-Field $problem 'type')) -replace '^urn:session-revoker:problem:', ''
    if (-not $code) { return New-ForeignAnswerRecord -Answer $Answer -Url $Url -Target $Target }
    $message = Join-Issue -Sentence (ConvertTo-Sentence -Text (Get-Field $problem 'detail')) -Issue (Get-Field $problem 'issues')
    New-ErrorRecord -Code $code -Category (Get-ProblemCategory -Code $code -Status $Answer.Status) -Message $message `
        -Target $Target -Remedy (Get-ProblemRemedy -Code $code -Path $Path)
}

# A detail of the API as a sentence: some have neither a capital letter nor a full stop.
function ConvertTo-Sentence {
    param([string] $Text)

    if (-not $Text) { return $Text }
    $sentence = $Text.Substring(0, 1).ToUpperInvariant() + $Text.Substring(1)
    if ($sentence -match '[.!?]$') { $sentence } else { "$sentence." }
}

# A sentence, and what is wrong with each field.
function Join-Issue {
    param([string] $Sentence, [object[]] $Issue)

    $all = @($Sentence)
    foreach ($one in $Issue) { if ($one) { $all += "$(Get-Field $one 'path'): $(Get-Field $one 'message')." } }
    $all -join ' '
}

# Something answered that is not the API, such as a gateway, or an app without API_AUDIENCE.
function New-ForeignAnswerRecord {
    param([pscustomobject] $Answer, [uri] $Url, [object] $Target)

    $remedy = 'Check -Url, and what stands between here and the app.'
    if ($Answer.Status -eq 404) { $remedy = 'Check -Url, and that the app has API_AUDIENCE set.' }
    if ($Answer.Status -ge 300 -and $Answer.Status -lt 400) {
        $remedy = 'Give -Url the address of the app itself: redirections are not followed.'
    }
    New-ErrorRecord -Code 'foreignAnswer' -Category ResourceUnavailable -Target $Target -Remedy $remedy `
        -Message "$Url answered $($Answer.Status), which is no answer of the API of session-revoker."
}
