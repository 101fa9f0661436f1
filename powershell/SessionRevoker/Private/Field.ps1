# Reading answers: fields may be absent, and times are times in every edition of PowerShell.

function Get-Field {
    param([object] $InputObject, [string] $Name)

    if ($null -eq $InputObject) { return }
    $property = $InputObject.PSObject.Properties[$Name]
    if ($property) { $property.Value }
}

# Gives each property without a value $null. What a function without output leaves there would be {} in the JSON of Windows PowerShell.
function Complete-Record {
    param([Parameter(Mandatory, ValueFromPipeline)] [pscustomobject] $Record)

    process {
        foreach ($property in $Record.PSObject.Properties) { if ($null -eq $property.Value) { $property.Value = $null } }
        $Record
    }
}

# A time as UTC; nothing where there is none.
function ConvertTo-Time {
    param([object] $Value)

    if ($null -eq $Value) { return }
    if ($Value -is [datetime]) { return $Value.ToUniversalTime() }
    $style = [System.Globalization.DateTimeStyles] 'AssumeUniversal, AdjustToUniversal'
    [datetime]::Parse($Value, [cultureinfo]::InvariantCulture, $style)
}

# JSON as objects. PowerShell from 6 on would make times of texts, such as of an id of a request.
function ConvertFrom-Answer {
    param([string] $Text)

    $options = @{}
    if ((Get-Command ConvertFrom-Json).Parameters.ContainsKey('DateKind')) { $options['DateKind'] = 'String' }
    try { ConvertFrom-Json -InputObject $Text @options -ErrorAction Stop } catch { $null }
}
