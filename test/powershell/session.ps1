# Runs scripts for the tests of the module: reads each from standard input as a line in base64, and writes what its streams had as a line
# of JSON that begins with the marker. What a command writes to the host (-WhatIf does) comes before it, as it is.
param([string] $Module, [string] $Marker)

Import-Module $Module
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)

function Format-Error {
    param($Record)
    @{ id = $Record.FullyQualifiedErrorId; category = "$($Record.CategoryInfo.Category)"; message = "$Record"; target = "$($Record.TargetObject)" }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $script = [scriptblock]::Create([System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line)))
    $said = @{ objects = @(); types = @(); warnings = @(); verbose = @(); errors = @() }
    # In the scope of this session, so that the next script sees its variables.
    foreach ($item in @(. { try { . $script } catch { $_ } } *>&1)) {
        if ($item -is [System.Management.Automation.ErrorRecord]) { $said.errors += Format-Error $item }
        elseif ($item -is [System.Management.Automation.WarningRecord]) { $said.warnings += $item.Message }
        elseif ($item -is [System.Management.Automation.VerboseRecord]) { $said.verbose += $item.Message }
        elseif ($null -ne $item) { $said.objects += if ($item -is [System.Management.Automation.PSCustomObject]) { $item } else { "$item" }; $said.types += $item.PSObject.TypeNames[0] }
    }
    [Console]::Out.WriteLine($Marker + (ConvertTo-Json -InputObject $said -Depth 6 -Compress -WarningAction SilentlyContinue))
}
