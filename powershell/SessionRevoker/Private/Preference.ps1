# The preferences of a caller. A function of a module sees those of the session alone: without this, a script that was called with -WhatIf
# would sign users out.

$script:CallerPreferences = @{
    WhatIfPreference      = 'WhatIf'
    ConfirmPreference     = 'Confirm'
    ErrorActionPreference = 'ErrorAction'
    VerbosePreference     = 'Verbose'
    WarningPreference     = 'WarningAction'
}

# Sets the preferences of who called a command in the function that calls this one, except those that the command has as parameters.
function Import-CallerPreference {
    param([System.Management.Automation.PSCmdlet] $Cmdlet)

    foreach ($name in $script:CallerPreferences.Keys) {
        if ($Cmdlet.MyInvocation.BoundParameters.ContainsKey($script:CallerPreferences[$name])) { continue }
        $preference = $Cmdlet.SessionState.PSVariable.Get($name)
        if ($preference) { Set-Variable -Name $name -Value $preference.Value -Scope 1 -WhatIf:$false -Confirm:$false }
    }
}
