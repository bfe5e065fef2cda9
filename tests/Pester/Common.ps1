# Dot-sourced by every test file: the built module, and a throwaway PostgreSQL server of its own for a file.
$ErrorActionPreference = 'Stop'
$ModulePath = Join-Path $PSScriptRoot '../../out/EventLinkDr/EventLinkDr.psd1' | Resolve-Path | Select-Object -ExpandProperty Path

function Get-PostgresDirectory {
    if ($script:postgresDirectory) { return $script:postgresDirectory }
    $candidates = @('/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin', "$env:ProgramFiles/PostgreSQL/*/bin")
    $found = $candidates | ForEach-Object { Get-Item $_ -ErrorAction Ignore } | Where-Object { Get-Item (Join-Path $_ 'initdb*') -ErrorAction Ignore }
    $newest = $found | Sort-Object { [int]($_.FullName -replace '^\D*(\d+).*$', '$1') } | Select-Object -Last 1
    $script:postgresDirectory = if ($newest) { $newest.FullName } else { Split-Path (Get-Command initdb).Source }
    $script:postgresDirectory
}

# PostgreSQL refuses to run as root, so as root its programs are started as postgres.
function Invoke-PostgresProgram([string] $Program, [string[]] $Arguments) {
    $path = Join-Path (Get-PostgresDirectory) $Program
    $output = if ($IsLinux -and [Environment]::UserName -eq 'root') { & runuser -u postgres -- $path @Arguments 2>&1 } else { & $path @Arguments 2>&1 }
    if ($LASTEXITCODE) { throw "$Program failed: $output" }
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# In memory where there is room: a server that lives for a minute needs no disk, and a disk that others write to makes every test wait.
function New-ServerDirectory {
    $memory = '/dev/shm'
    $root = if ($IsLinux -and (Test-Path $memory) -and [IO.DriveInfo]::new($memory).AvailableFreeSpace -gt 2GB) { $memory } else { [IO.Path]::GetTempPath() }
    $directory = Join-Path $root "eventlinkdr-pester-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory $directory
    if ($IsLinux -and [Environment]::UserName -eq 'root') { chown postgres $directory }
    $directory
}

# A data directory of which servers are copied. Only what is copied differs from a server that was made anew, and that takes much longer.
function New-TestCluster {
    $directory = New-ServerDirectory
    $password = [guid]::NewGuid().ToString('N')
    Set-Content -LiteralPath "$directory/password" $password
    if ($IsLinux -and [Environment]::UserName -eq 'root') { chown postgres "$directory/password" }
    Invoke-PostgresProgram initdb '-D', "$directory/data", '-U', 'eventlink', '--pwfile', "$directory/password", '-A', 'scram-sha-256', '-E', 'UTF8', '--locale', 'C', '--no-sync'
    Add-Content -LiteralPath "$directory/data/postgresql.conf" "listen_addresses = '127.0.0.1'", 'fsync = off'
    $server = Start-TestData ([pscustomobject]@{ Directory = $directory; Port = 0; Password = $password })
    Use-TestServer $server
    Invoke-Sql 'CREATE DATABASE eventlink' -Database postgres
    Stop-TestData $server -Mode fast
    $server
}

# Starts the server of a data directory, on a port that was free a moment ago; another program may have taken it since.
function Start-TestData($Server) {
    foreach ($attempt in 1..5) {
        $Server.Port = Get-FreePort
        Add-Content -LiteralPath "$($Server.Directory)/data/postgresql.conf" "port = $($Server.Port)", "unix_socket_directories = '$(if (-not $IsWindows) { $Server.Directory })'"
        try {
            Invoke-PostgresProgram pg_ctl '-D', "$($Server.Directory)/data", '-l', "$($Server.Directory)/log", '-w', 'start'
            return $Server
        }
        catch { if ($attempt -eq 5) { throw } }
    }
}

function Stop-TestData($Server, [string] $Mode = 'immediate') {
    Invoke-PostgresProgram pg_ctl '-D', "$($Server.Directory)/data", '-m', $Mode, '-w', 'stop'
}

# A server of one's own with an empty database eventlink. It is a copy of the cluster that the run has made beforehand, else of the one given, else of a new one.
function Start-TestServer($From) {
    $own = if ($From) { $From } elseif ($env:EVENTLINKDR_TEST_CLUSTER) { [pscustomobject]@{ Directory = $env:EVENTLINKDR_TEST_CLUSTER; Password = Get-Content -LiteralPath "$env:EVENTLINKDR_TEST_CLUSTER/password" } }
    if ($own) {
        $directory = New-ServerDirectory
        if ($IsWindows) { Copy-Item -Recurse -LiteralPath "$($own.Directory)/data" $directory } else { cp -a "$($own.Directory)/data" $directory }
        $server = Start-TestData ([pscustomobject]@{ Directory = $directory; Port = 0; Password = $own.Password })
    }
    else { $server = Start-TestData (New-TestCluster) }
    Use-TestServer $server
    $server
}

# A standby that streams from the server. It has the same roles and passwords.
function Start-TestStandby($Server) {
    $directory = New-ServerDirectory
    Invoke-PostgresProgram pg_basebackup '-D', "$directory/data", '-R', '-X', 'stream', '-c', 'fast', '--no-sync', '-h', '127.0.0.1', '-p', $Server.Port, '-U', 'eventlink'
    Start-TestData ([pscustomobject]@{ Directory = $directory; Port = 0; Password = $Server.Password })
    Wait-TestStandby
}

# A standby follows when it can: until then it is behind, and a switch to it is refused.
function Wait-TestStandby {
    Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn = pg_current_wal_lsn()" -Database postgres) -eq 1 }
}

# What an operator has in the environment; the module finds its target there.
function Use-TestServer($Server) {
    Get-ChildItem Env: | Where-Object Name -Match '^(PG|COMPOSE_)' | ForEach-Object { Remove-Item "Env:$($_.Name)" }
    $env:PGHOST = '127.0.0.1'
    $env:PGPORT = $Server.Port
    $env:PGUSER = 'eventlink'
    $env:PGPASSWORD = $Server.Password
    $env:PGDATABASE = 'eventlink'
    # What commands remember on this host, apart from what those of its user do.
    $env:EVENTLINKDR_STATE_DIR = if ($Server.Directory) { "$($Server.Directory)/state" }
}

function Stop-TestServer($Server) {
    if (-not $Server) { return }
    Stop-TestData $Server
    Remove-Item -Recurse -Force $Server.Directory
}

# Runs SQL with psql; what it prints comes back as text, line by line.
function Invoke-Sql([string] $Sql, [string] $Database = 'eventlink') {
    $output = $Sql | & (Join-Path (Get-PostgresDirectory) psql) -X -q -A -t -v ON_ERROR_STOP=1 -d $Database 2>&1
    if ($LASTEXITCODE) { throw "psql: $output" }
    $output
}

# A small database in the manner of EventLink's.
function Initialize-SampleDatabase([int] $Rows = 2000) {
    Invoke-Sql @"
DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC;
CREATE TABLE public.alembic_version (version_num varchar(255) PRIMARY KEY);
INSERT INTO public.alembic_version VALUES ('0021_weighted_implicit_signals');
CREATE TABLE public.users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, full_name text);
CREATE TABLE public.events (id serial PRIMARY KEY, title text NOT NULL, owner_id integer NOT NULL REFERENCES public.users);
INSERT INTO public.users (email, full_name) SELECT 'student' || n || '@example.ro', U&'\0218tefan ' || n FROM generate_series(1, $Rows) n;
INSERT INTO public.events (title, owner_id) SELECT 'Event ' || n, 1 + n % 100 FROM generate_series(1, $Rows) n;
"@
}

# A compose project whose database is the test's server. Its engine cannot be reached, so there is the file and nothing else.
function New-TestProject($Server, [string] $Path) {
    $null = New-Item -ItemType Directory $Path -Force
    Set-Content "$Path/docker-compose.yml" "services:", "  db:", "    image: postgres:15"
    Set-Content "$Path/.env" '# ăîș', "POSTGRES_PORT=127.0.0.1:$($Server.Port)", "POSTGRES_PASSWORD=$($Server.Password)", 'MAINTENANCE_MODE_REGISTRATIONS_DISABLED=false', "LAST='x'"
    $env:DOCKER_HOST = 'unix:///nonexistent/docker.sock'
    "$Path/.env"
}

# Listens at an address of its own; a port that was free a moment ago may have been taken since. A prefix of + takes calls for any name.
function New-TestListener([string] $Name = '127.0.0.1') {
    foreach ($attempt in 1..5) {
        $http = [Net.HttpListener]::new()
        $address = "http://127.0.0.1:$(Get-FreePort)/"
        $http.Prefixes.Add($address.Replace('127.0.0.1', $Name))
        try {
            $http.Start()
            return $http, $address
        }
        catch { if ($attempt -eq 5) { throw } }
    }
}

# Answers each request by running $Answer with it and $State, in a runspace of its own.
function Start-TestHttp([string] $Answer, $State, [string] $Name = '127.0.0.1') {
    $http, $address = New-TestListener $Name
    $shell = [powershell]::Create().AddScript({
        param($http, $answer, $state)
        $respond = [scriptblock]::Create($answer)
        while ($http.IsListening) {
            try {
                # GetContext can wait for ever when the listener is stopped in the same moment.
                $next = $http.GetContextAsync()
                while (-not $next.Wait(100)) { if (-not $http.IsListening) { return } }
                $call = $next.Result
            }
            catch { return }
            & $respond $call $state
            $call.Response.Close()
        }
    }).AddArgument($http).AddArgument($Answer).AddArgument($State)
    $null = $shell.BeginInvoke()
    [pscustomobject]@{ Address = $address; Http = $http; Shell = $shell }
}

function Stop-TestHttp($Server) {
    if (-not $Server) { return }
    $Server.Http.Stop()
    $Server.Shell.Dispose()
}

# The calls of EventLink's API that a probe makes. It looks at .env at every call, as if the backend were recreated at once.
function Start-TestApi([string] $EnvFile) {
    Start-TestHttp -State $EnvFile {
        param($call, $envFile)
        $off = (Get-Content $envFile -Raw) -match 'DISABLED=true'
        $body = [IO.StreamReader]::new($call.Request.InputStream).ReadToEnd()
        $code, $answer = switch -Regex ("$($call.Request.HttpMethod) $($call.Request.Url.AbsolutePath)") {
            '^POST /login$' { if ($body -match 'wrong') { 401, '{}' } else { 200, '{"access_token":"t"}' }; break }
            '^GET /api/health$' { 200, '{"status":"ok"}'; break }
            '^GET /api/events$' { 200, '{"items":[{"id":1,"start_time":"2100-01-01T00:00:00Z","available_seats":5}],"total":1}'; break }
            '^GET /api/events/1$' { 200, '{"id":1}'; break }
            '/register$' { if ($off) { 503, '{}' } elseif ($_ -match '/0/') { 404, '{}' } elseif ($_ -match '^POST') { 201, '{}' } else { 204, '' }; break }
            default { 404, '{}' }
        }
        $bytes = [Text.Encoding]::UTF8.GetBytes($answer)
        $call.Response.StatusCode = $code
        if ($bytes.Length) { $call.Response.OutputStream.Write($bytes, 0, $bytes.Length) }
    }
}

# The calls of Docker's engine that a migration makes. The database container is the test's server, the backend of the same project does not run, and what a
# container of one's own made of its image is told to run is alembic: its migration is one from 0021 to 0022.
function Start-TestEngine($Server) {
    $containers = @{}
    foreach ($service in 'db', 'backend') {
        $id = $service.PadRight(64, '0')
        $containers[$id] = @{
            Id = $id; Name = "/events-$service-1"; Image = 'sha256:0'; State = @{ Status = $service -eq 'db' ? 'running' : 'exited'; ExitCode = 0 }; RestartCount = 0
            Config = @{
                Labels = @{ 'com.docker.compose.project' = 'events'; 'com.docker.compose.service' = $service }
                Env = @('POSTGRES_USER=eventlink', 'POSTGRES_DB=eventlink', "POSTGRES_PASSWORD=$($Server.Password)")
            }
            HostConfig = @{ NetworkMode = 'default' }
            NetworkSettings = @{ Networks = @{}; Ports = $service -eq 'db' ? @{ '5432/tcp' = @(@{ HostIp = '127.0.0.1'; HostPort = "$($Server.Port)" }) } : @{} }
        }
    }
    # A client of an engine calls it by any name, for most engines are reached through a socket.
    $engine = Start-TestHttp -Name + -State @{ Containers = $containers; Psql = Join-Path (Get-PostgresDirectory) psql; Server = $Server } {
        param($call, $state)
        $containers = $state.Containers
        $path = $call.Request.Url.AbsolutePath -replace '^/v[\d.]+'
        $body = [IO.StreamReader]::new($call.Request.InputStream).ReadToEnd()
        # By id or by name.
        $one = if ($path -match '^/containers/(?<id>[^/]+)') { $id = $Matches.id; $containers.Values | Where-Object { $_.Id -eq $id -or $_.Name -eq "/$id" } }
        $code, $answer = switch -Regex ("$($call.Request.HttpMethod) $path") {
            '^GET /version$' { 200, @{ ApiVersion = '1.43'; MinAPIVersion = '1.24'; Version = '24.0' }; break }
            '^GET /info$' { 200, @{ ID = 'test'; Name = 'test' }; break }
            '^GET /containers/json$' {
                $labels = ([uri]::UnescapeDataString($call.Request.Url.Query) -replace '^.*filters=' | ConvertFrom-Json).label
                $fitting = $containers.Values | Where-Object { $has = $_.Config.Labels; -not ($labels | Where-Object { $key, $value = $_ -split '=', 2; $has[$key] -ne $value }) }
                200, @($fitting | ForEach-Object { @{ Id = $_.Id; Names = @($_.Name); ImageID = $_.Image; State = $_.State.Status; Labels = $_.Config.Labels } })
                break
            }
            '^POST /containers/create$' {
                $wanted = $body | ConvertFrom-Json -AsHashtable
                $new = @{ Id = [guid]::NewGuid().ToString('N') * 2; Name = '/oneoff'; Image = $wanted.Image; State = @{ Status = 'created' }; Config = @{ Cmd = $wanted.Cmd; Labels = $wanted.Labels } }
                $containers[$new.Id] = $new
                201, @{ Id = $new.Id }
                break
            }
            '^POST /containers/.*/start$' {
                $one.Output = switch ($one.Config.Cmd -join ' ') {
                    'alembic history' { "0021_weighted_implicit_signals -> 0022_probe_notes (head), notes`n<base> -> 0021_weighted_implicit_signals, signals`n" }
                    'alembic upgrade head' {
                        "ALTER TABLE public.users ADD COLUMN probe_note text; UPDATE public.alembic_version SET version_num = '0022_probe_notes'" |
                            & $state.Psql -X -q -v ON_ERROR_STOP=1 "host=127.0.0.1 port=$($state.Server.Port) dbname=eventlink user=eventlink password=$($state.Server.Password)"
                        "Running upgrade 0021_weighted_implicit_signals -> 0022_probe_notes`n"
                    }
                }
                204, $null
                break
            }
            '^POST /containers/.*/wait$' { 200, @{ StatusCode = 0 }; break }
            '^GET /containers/.*/logs$' { 200, $one.Output; break }
            '^GET /containers/.*/json$' { if ($one) { 200, $one } else { 404, @{ message = 'No such container' } }; break }
            '^DELETE ' { $containers.Remove($one.Id); 204, $null; break }
            default { 404, @{ message = "not here: $_" } }
        }
        # A log comes in frames: the channel, and how long what follows is.
        $bytes = if ($answer -is [string]) { $text = [Text.Encoding]::UTF8.GetBytes($answer); [byte[]] (1, 0, 0, 0, 0, 0, 0, $text.Length) + $text }
            elseif ($null -ne $answer) { [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $answer -Depth 9)) } else { [byte[]]::new(0) }
        $call.Response.StatusCode = $code
        if ($bytes.Length) { $call.Response.OutputStream.Write($bytes, 0, $bytes.Length) }
    }
    $env:DOCKER_HOST = $engine.Address -replace '^http', 'tcp' -replace '/$'
    $engine
}

# Everything a command could have changed on the server: databases with their comments and settings, and the rows of a table.
function Get-ServerState {
    Invoke-Sql @'
SELECT datname, oid, pg_catalog.shobj_description(oid, 'pg_database'), datconnlimit, datacl FROM pg_catalog.pg_database ORDER BY datname;
SELECT setdatabase, setrole, setconfig FROM pg_catalog.pg_db_role_setting ORDER BY 1, 2;
SELECT count(*), coalesce(sum(hashtext(u::text)), 0) FROM public.users u;
'@ -Database eventlink
}

function Get-OurSession {
    Invoke-Sql "SELECT pid, application_name FROM pg_catalog.pg_stat_activity WHERE application_name LIKE 'EventLinkDr%' OR application_name = 'pg_dump'" -Database postgres
}

# Databases that a restore or a verification makes on its way.
function Get-TemporaryDatabase {
    Invoke-Sql "SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '_(restore|copy)_'" -Database postgres
}

# Locks a table in a session of its own, so that a backup waits in the middle of its work.
function Start-Blocker([string] $Table = 'public.users') {
    $psql = Join-Path (Get-PostgresDirectory) psql
    $process = [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{
            FileName = $psql; Arguments = "-X -q -d eventlink -c `"BEGIN; LOCK TABLE $Table IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)`""
        })
    Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = '$Table'::regclass") -gt 0 }
    $process
}

function Stop-Blocker($Process) {
    $Process.Kill()
    $Process.WaitForExit()
    # The server's side sleeps on, for nobody told it.
    $null = Invoke-Sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()" -Database postgres
    Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()" -Database postgres) -eq 0 }
}

# A table whose every row takes its time to be loaded, so that a restore is still at work when it is stopped.
function Add-SlowTable([int] $Rows = 3000) {
    Invoke-Sql @"
CREATE TABLE public.slow (id integer PRIMARY KEY);
INSERT INTO public.slow SELECT generate_series(1, $Rows);
ALTER TABLE public.slow ADD CONSTRAINT takes_its_time CHECK (pg_sleep(CASE WHEN current_database() = 'eventlink' AND inet_server_port() = $env:PGPORT THEN 0 ELSE 0.01 END) IS NOT NULL);
"@
}

# The first error of a script, whether it ended the script or not.
function Get-Problem([scriptblock] $Script) {
    try { & $Script 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1 } catch { $_ }
}

# Asks for completion as the Tab key does.
function Get-Completion([string] $Line) {
    (TabExpansion2 $Line $Line.Length).CompletionMatches
}

# The same where only what is offered matters: a machine that is busy may take longer than a person would be kept waiting.
function Get-PatientCompletion([string] $Line) {
    $limit = [EventLinkDr.PowerShell.Completion.BoundedCompleter].GetProperty('Limit', [Reflection.BindingFlags] 'NonPublic, Static')
    $usual = $limit.GetValue($null)
    $limit.SetValue($null, [timespan]::FromSeconds(60))
    try { Get-Completion $Line } finally { $limit.SetValue($null, $usual) }
}

# Servers that were started below a directory. Processes come and go while they are looked at.
function Get-PostgresBelow([string] $Directory) {
    Get-Process postgres -ErrorAction Ignore | Where-Object { try { $_.CommandLine -like "*$Directory*" } catch { $false } }
}

function Wait-Until([scriptblock] $Condition, [int] $Seconds = 60) {
    $end = [datetime]::UtcNow.AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) { throw "Waited $Seconds s in vain for: $Condition" }
        Start-Sleep -Milliseconds 50
    }
}

# Runs a script in a PowerShell of its own and gives what it writes, line by line.
function Invoke-InNewPowerShell([string] $Script) {
    $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content -LiteralPath $file "`$ErrorActionPreference = 'Stop'; `$ModulePath = '$ModulePath'; $Script"
    $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file 2>&1
    if ($LASTEXITCODE) { throw "$output" }
    $output
}

# Starts a script in a PowerShell of its own and does not wait for it.
function Start-InNewPowerShell([string] $Script) {
    $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content -LiteralPath $file "Import-Module '$ModulePath'; $Script"
    $pwsh = (Get-Process -Id $PID).Path
    $arguments = '-NoProfile', '-NonInteractive', '-File', $file
    # Under nohup a process would inherit that HUP is ignored.
    if ($IsLinux) { ($pwsh, $arguments) = 'env', (@('--default-signal=HUP', $pwsh) + $arguments) }
    Start-Process $pwsh -ArgumentList $arguments -PassThru
}
