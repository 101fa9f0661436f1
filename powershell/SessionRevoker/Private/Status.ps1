# The state of the app, and its emergency switch.

function ConvertTo-Status {
    param([pscustomobject] $Item)

    $setting = Get-Field $Item 'switch'
    $state = Get-Field $setting 'state'
    $waiting = Get-Field $Item 'waiting'
    [pscustomobject]@{
        PSTypeName      = 'SessionRevoker.Status'
        Mode            = Get-Field $Item 'mode'
        Enabled         = Get-Field $Item 'enabled'
        Switch          = $state
        # Of the stop in force, if there is one.
        StopId          = if ($state -eq 'stopped') { Get-Field $setting 'id' }
        SwitchReason    = Get-Field $setting 'reason'
        SwitchedBy      = Get-Field $setting 'by'
        SwitchedAt      = ConvertTo-Time (Get-Field $setting 'at')
        Waiting         = Get-Field $waiting 'count'
        OldestWaitingAt = ConvertTo-Time (Get-Field $waiting 'oldestAt')
        Brake           = @(Get-Field $Item 'brake')
        Quota           = Get-Field $Item 'quota'
        Tenants         = @(Get-Field $Item 'tenants')
        Unavailable     = @(Get-Field $Item 'unavailable')
        PolicyDigest    = Get-Field (Get-Field $Item 'policy') 'digest'
        Version         = Get-Field $Item 'version'
    } | Complete-Record
}

# Sets the emergency switch, and writes what it is set to.
function Send-Switch {
    param([string] $Path, [System.Collections.IDictionary] $Body, [object] $Target, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $answered = Invoke-Api -Method POST -Path $Path -Body $Body -Target $Target -Cmdlet $Cmdlet
    if (-not $answered) { return }
    $state = Get-Field $answered 'state'
    [pscustomobject]@{
        PSTypeName = 'SessionRevoker.Switch'
        State      = $state
        StopId     = if ($state -eq 'stopped') { Get-Field $answered 'id' }
        Reason     = Get-Field $answered 'reason'
        By         = Get-Field $answered 'by'
        At         = ConvertTo-Time (Get-Field $answered 'at')
    } | Complete-Record
}
