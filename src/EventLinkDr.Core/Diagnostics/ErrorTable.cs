using System.Reflection;

namespace EventLinkDr.Diagnostics;

/// <summary>
/// Every error this software can report. <c>docs/reference/errors.md</c> is generated from this table.
/// Ids are part of the public surface: they are added, never renamed.
/// </summary>
public static class ErrorTable
{
    // Finding the deployment

    /// <summary>No database was named and none could be found.</summary>
    public static readonly ErrorKind TargetNotFound = new("TargetNotFound", ErrorCategory.ObjectNotFound, ExitCode.Usage,
        "No EventLink database was named and none was found.",
        "Run inside the compose project, set PGHOST and PGDATABASE, or give -ProjectDirectory or -ConnectionString.");

    /// <summary>Two sources name different databases.</summary>
    public static readonly ErrorKind TargetAmbiguous = new("TargetAmbiguous", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "More than one database could be meant.",
        "Name one: -ProjectDirectory or -ConnectionString, or clear the PG* variables.");

    /// <summary>A setting of the target cannot be read or makes no sense.</summary>
    public static readonly ErrorKind TargetInvalid = new("TargetInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "The description of the database is not usable.",
        "Correct the file or variable that the message names.");

    // Talking to PostgreSQL

    /// <summary>No connection to the server could be made, or it was lost.</summary>
    public static readonly ErrorKind ServerUnreachable = new("ServerUnreachable", ErrorCategory.ConnectionError, ExitCode.Unreachable,
        "The PostgreSQL server cannot be reached or the connection was lost.",
        "Check that the server runs, and host and port.");

    /// <summary>The server did not accept user and password.</summary>
    public static readonly ErrorKind ServerAuthenticationFailed = new("ServerAuthenticationFailed", ErrorCategory.AuthenticationError,
        ExitCode.Unreachable, "The PostgreSQL server did not accept user and password.", "Check user, password and pg_hba.conf.");

    /// <summary>The server answered a statement with an error.</summary>
    public static readonly ErrorKind ServerError = new("ServerError", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "The PostgreSQL server answered with an error.", "Read the server's message; its log has the details.");

    /// <summary>The database does not exist on the server.</summary>
    public static readonly ErrorKind DatabaseNotFound = new("DatabaseNotFound", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "The database does not exist.", "Check the name; a dropped database comes back with Restore-EventLinkDb.");

    /// <summary>A transaction-mode pooler stands between us and the server.</summary>
    public static readonly ErrorKind PoolerInBetween = new("PoolerInBetween", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "A connection pooler in transaction mode stands before the server.", "Connect to the server itself.");

    /// <summary>A right is missing.</summary>
    public static readonly ErrorKind PrivilegeMissing = new("PrivilegeMissing", ErrorCategory.PermissionDenied, ExitCode.Precondition,
        "The database user lacks a right that the operation needs.", "Grant it, or connect as the owner or a superuser.");

    /// <summary>pg_dump is missing or does not fit the server.</summary>
    public static readonly ErrorKind PgDumpUnsuitable = new("PgDumpUnsuitable", ErrorCategory.NotInstalled, ExitCode.Precondition,
        "No pg_dump of the server's major version is at hand.", "Install the client package of the server's major version.");

    /// <summary>pg_dump failed.</summary>
    public static readonly ErrorKind PgDumpFailed = new("PgDumpFailed", ErrorCategory.ReadError, ExitCode.Failed,
        "pg_dump failed.", "Read its message.");

    // Containers

    /// <summary>The Docker engine cannot be reached.</summary>
    public static readonly ErrorKind EngineUnreachable = new("EngineUnreachable", ErrorCategory.ConnectionError, ExitCode.Unreachable,
        "The Docker engine cannot be reached.", "Start it, or set DOCKER_HOST; the user needs the right to use its socket.");

    /// <summary>The engine answered with an error.</summary>
    public static readonly ErrorKind EngineError = new("EngineError", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "The Docker engine answered with an error.", "Read its message; its log has the details.");

    /// <summary>A container that is needed is not there.</summary>
    public static readonly ErrorKind ContainerNotFound = new("ContainerNotFound", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "The container does not exist.", "Create it: docker compose up -d.");

    /// <summary>No way leads to a port of the container.</summary>
    public static readonly ErrorKind ContainerUnreachable = new("ContainerUnreachable", ErrorCategory.ConnectionError, ExitCode.Unreachable,
        "No way leads to the database in the container.", "Publish its port, or use an image that holds nc or bash.");

    /// <summary>A service did not come up.</summary>
    public static readonly ErrorKind ServiceUnhealthy = new("ServiceUnhealthy", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "A service did not become healthy.", "Read its log.");

    /// <summary>A container cannot be replaced without breaking others.</summary>
    public static readonly ErrorKind RecreationRefused = new("RecreationRefused", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The container cannot be replaced by one with other variables.", "Change the setting yourself and run docker compose up -d; -NoRecreate edits .env only.");

    /// <summary>The EventLink API gave no answer.</summary>
    public static readonly ErrorKind ApiUnreachable = new("ApiUnreachable", ErrorCategory.ConnectionError, ExitCode.Unreachable,
        "The EventLink API cannot be reached.", "Check that the backend runs, and its port; read its log.");

    /// <summary>The API does not let the probe student in.</summary>
    public static readonly ErrorKind ProbeRefused = new("ProbeRefused", ErrorCategory.AuthenticationError, ExitCode.NotProven,
        "The API does not let the probe student in.", "Check -ProbeCredential; the account must exist and be active.");

    /// <summary>Maintenance was switched and the API does not show it.</summary>
    public static readonly ErrorKind MaintenanceNotEffective = new("MaintenanceNotEffective", ErrorCategory.InvalidOperation, ExitCode.NotProven,
        "The API does not behave as the maintenance flag says.", "Look whether the compose file sets the variable itself, and recreate the backend.");

    /// <summary>The caller's own way to bring a setting into force failed.</summary>
    public static readonly ErrorKind ReloadFailed = new("ReloadFailed", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "The reload command failed.", "The setting is in .env; bring it into force by hand (docker compose up -d backend), or repeat the command.");

    /// <summary>A check of the deployment's health failed.</summary>
    public static readonly ErrorKind DeploymentUnhealthy = new("DeploymentUnhealthy", ErrorCategory.InvalidOperation, ExitCode.NotProven,
        "At least one check of the deployment failed.", "Do what the failed checks advise, and look again.");

    // Backups at rest

    /// <summary>There is no such backup.</summary>
    public static readonly ErrorKind BackupNotFound = new("BackupNotFound", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "The backup does not exist.", "List what is there: Get-EventLinkBackup.");

    /// <summary>The file is already there.</summary>
    public static readonly ErrorKind BackupExists = new("BackupExists", ErrorCategory.ResourceExists, ExitCode.Precondition,
        "A file of that name exists.", "Choose another name, or -Force to replace it.");

    /// <summary>The file is no dump.</summary>
    public static readonly ErrorKind BackupNotADump = new("BackupNotADump", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The file is not a plain SQL dump.", "Give a file made by this software or by pg_dump in plain format.");

    /// <summary>The file ends too early.</summary>
    public static readonly ErrorKind BackupTruncated = new("BackupTruncated", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The backup ends before its end.", "Use another backup; fetch this one again if a copy of it is whole.");

    /// <summary>The file was changed or damaged.</summary>
    public static readonly ErrorKind BackupCorrupt = new("BackupCorrupt", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The backup does not hold what was written.", "Use another backup; fetch this one again if a copy of it is whole.");

    /// <summary>The manifest is damaged or does not belong to the file.</summary>
    public static readonly ErrorKind ManifestMismatch = new("ManifestMismatch", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The manifest is damaged or does not belong to the backup.", "Use another backup; do not edit manifests.");

    /// <summary>A file of ours has no manifest.</summary>
    public static readonly ErrorKind BackupIncomplete = new("BackupIncomplete", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The backup was never completed or its manifest is missing.", "Use a complete backup; Get-EventLinkBackup shows the state.");

    /// <summary>A destination or source cannot be read or written.</summary>
    public static readonly ErrorKind StoreUnavailable = new("StoreUnavailable", ErrorCategory.ReadError, ExitCode.Unreachable,
        "The place of the backups cannot be read or written.", "Check that it exists and your rights to it.");

    /// <summary>The place of the backups is full.</summary>
    public static readonly ErrorKind StoreFull = new("StoreFull", ErrorCategory.LimitsExceeded, ExitCode.Failed,
        "There is no space left for the backup.", "Free space, or choose another place.");

    /// <summary>A text names no place of backups.</summary>
    public static readonly ErrorKind LocationInvalid = new("LocationInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "The text does not name a place of backups.", "Give a directory, file:///, s3://bucket/prefix, az://account/container/prefix, or the https address of a container.");

    /// <summary>No credential for a store was found.</summary>
    public static readonly ErrorKind StoreCredentialMissing = new("StoreCredentialMissing", ErrorCategory.AuthenticationError, ExitCode.Unreachable,
        "No credential for the store was found.", "Set the store's usual environment variables, or give the host an identity; see docs/reference/locations.md.");

    /// <summary>The store refused who we are or what we asked for.</summary>
    public static readonly ErrorKind StoreRefused = new("StoreRefused", ErrorCategory.PermissionDenied, ExitCode.Unreachable,
        "The store refused the request.", "Check the credential, its rights to the place, and the clock of this host.");

    /// <summary>The store keeps an object from being removed.</summary>
    public static readonly ErrorKind BackupLocked = new("BackupLocked", ErrorCategory.PermissionDenied, ExitCode.Precondition,
        "The store keeps the object from being changed or removed until its date.", "Wait for that date; nobody is meant to remove it before.");

    /// <summary>The store cannot keep objects until a date.</summary>
    public static readonly ErrorKind RetentionUnsupported = new("RetentionUnsupported", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The store cannot keep objects from being removed.", "Use a bucket with object lock or a container with version-level immutability, or leave the retention date away.");

    // Keeping and removing backups

    /// <summary>A retention policy keeps nothing.</summary>
    public static readonly ErrorKind RetentionPolicyEmpty = new("RetentionPolicyEmpty", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "Nothing says which backups stay, or which go.", "Give a rule such as -KeepDaily 7, or name the backups.");

    /// <summary>After the removal no good backup would be left.</summary>
    public static readonly ErrorKind RetentionLeavesNothing = new("RetentionLeavesNothing", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "No backup that counts would be left.", "Make and prove a new backup first.");

    /// <summary>A pinned backup is to be removed.</summary>
    public static readonly ErrorKind BackupPinned = new("BackupPinned", ErrorCategory.PermissionDenied, ExitCode.Precondition,
        "The backup is pinned, so it is not removed.", "Unpin it first: Unprotect-EventLinkBackup.");

    /// <summary>Something that is no complete backup is to be removed.</summary>
    public static readonly ErrorKind RemovalRefused = new("RemovalRefused", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "What is not a complete backup of ours is not removed by itself.", "Look at it, then give -IncludeIncomplete.");

    /// <summary>The recovery point objective does not hold.</summary>
    public static readonly ErrorKind RecoveryPointMissed = new("RecoveryPointMissed", ErrorCategory.InvalidOperation, ExitCode.NotProven,
        "The backups there are do not hold the objective.", "Make a backup now, prove it, and look why the schedule did not.");

    /// <summary>The address for notices cannot be used.</summary>
    public static readonly ErrorKind NotifyUriInvalid = new("NotifyUriInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "The address for notices cannot be used.", "Give an http or https address, with -NotifyUri or in EVENTLINKDR_NOTIFY_URI.");

    // Reading dumps

    /// <summary>A statement or meta-command that a restore must not run.</summary>
    public static readonly ErrorKind DumpForbidden = new("DumpForbidden", ErrorCategory.SecurityError, ExitCode.BadBackup,
        "The dump holds a command that reaches outside the database it restores.", "Make a dump of the one database with pg_dump in plain format.");

    /// <summary>The dump's text cannot be understood.</summary>
    public static readonly ErrorKind DumpMalformed = new("DumpMalformed", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The dump cannot be read as SQL that pg_dump writes.", "Use another backup.");

    /// <summary>The dump's client encoding cannot be passed through.</summary>
    public static readonly ErrorKind DumpEncodingUnsupported = new("DumpEncodingUnsupported", ErrorCategory.InvalidData, ExitCode.BadBackup,
        "The dump is in an encoding that exists on clients only.", "Make it again with pg_dump -E UTF8.");

    // Backing up

    /// <summary>Tables changed again and again while the snapshot was taken.</summary>
    public static readonly ErrorKind SchemaKeepsChanging = new("SchemaKeepsChanging", ErrorCategory.ResourceBusy, ExitCode.Busy,
        "Tables were created, altered or dropped while the backup began or ran.", "Run the backup when no migration runs.");

    /// <summary>A lock could not be had in time.</summary>
    public static readonly ErrorKind LockTimeout = new("LockTimeout", ErrorCategory.ResourceBusy, ExitCode.Busy,
        "A table lock could not be had in time.", "Wait for the migration or session that holds it, or end it.");

    // Restoring

    /// <summary>The server is older than the dump.</summary>
    public static readonly ErrorKind ServerTooOld = new("ServerTooOld", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The backup needs a newer PostgreSQL than the server is.", "Restore into a server of at least the version named.");

    /// <summary>Roles the backup names are missing.</summary>
    public static readonly ErrorKind RoleMissing = new("RoleMissing", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "Roles that the backup names do not exist on the server.", "Create them, or give -SkipMissingRole.");

    /// <summary>Extensions the backup needs are missing.</summary>
    public static readonly ErrorKind ExtensionMissing = new("ExtensionMissing", ErrorCategory.NotInstalled, ExitCode.Precondition,
        "Extensions that the backup needs are not installed on the server.", "Install their packages on the database host.");

    /// <summary>The server lacks a locale.</summary>
    public static readonly ErrorKind LocaleMissing = new("LocaleMissing", ErrorCategory.NotInstalled, ExitCode.Precondition,
        "The server does not know the locale that the database needs.", "Install the locale on the database host.");

    /// <summary>The server accepts no writes.</summary>
    public static readonly ErrorKind ServerReadOnly = new("ServerReadOnly", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The server is a standby and accepts no writes.", "Connect to the primary.");

    /// <summary>The running code does not know the schema revision of the backup.</summary>
    public static readonly ErrorKind RevisionUnknown = new("RevisionUnknown", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The running code does not know the schema revision of the backup.", "Deploy the code that belongs to the backup first, or choose another backup.");

    /// <summary>What was loaded is not what the backup holds.</summary>
    public static readonly ErrorKind ProofFailed = new("ProofFailed", ErrorCategory.InvalidData, ExitCode.NotProven,
        "What was read back is not what the backup holds.", "The old database was not replaced; use another backup and report this.");

    /// <summary>Another restore is running.</summary>
    public static readonly ErrorKind RestoreInProgress = new("RestoreInProgress", ErrorCategory.ResourceBusy, ExitCode.Busy,
        "Another restore of this database is running.", "Wait for it, or stop it.");

    /// <summary>Something in the old database forbids the swap.</summary>
    public static readonly ErrorKind SwapBlocked = new("SwapBlocked", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The database cannot be renamed as it is.", "Remove what the message names first.");

    /// <summary>Sessions could not be kept off the database.</summary>
    public static readonly ErrorKind SwapFailed = new("SwapFailed", ErrorCategory.ResourceBusy, ExitCode.Busy,
        "The databases could not be swapped; the old one still serves.", "Stop the clients that keep connecting and try again.");

    /// <summary>The mode does not fit the database.</summary>
    public static readonly ErrorKind InPlaceUnsuitable = new("InPlaceUnsuitable", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The database holds more than an in-place restore can replace in one transaction.", "Use Swap.");

    /// <summary>The name of the new database is taken.</summary>
    public static readonly ErrorKind DatabaseExists = new("DatabaseExists", ErrorCategory.ResourceExists, ExitCode.Precondition,
        "A database of that name exists.", "Choose another name.");

    /// <summary>A table that was asked for is not in the backup.</summary>
    public static readonly ErrorKind TableNotInBackup = new("TableNotInBackup", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "The table is not in the backup.", "Name it with its schema as the manifest lists it.");

    /// <summary>Loading failed.</summary>
    public static readonly ErrorKind LoadFailed = new("LoadFailed", ErrorCategory.WriteError, ExitCode.Failed,
        "The backup could not be loaded.", "The old database was not touched; read the server's message.");

    /// <summary>The server has no space left.</summary>
    public static readonly ErrorKind ServerDiskFull = new("ServerDiskFull", ErrorCategory.LimitsExceeded, ExitCode.Failed,
        "The database server has no space left.", "Free space on its volume; the old database was not touched.");

    /// <summary>Sessions are connected to the database.</summary>
    public static readonly ErrorKind DatabaseInUse = new("DatabaseInUse", ErrorCategory.ResourceBusy, ExitCode.Busy,
        "Sessions are connected to the database.", "End them first.");

    /// <summary>No kept database to go back to.</summary>
    public static readonly ErrorKind RollbackNotFound = new("RollbackNotFound", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "There is no kept database to go back to.", "List what is there: Get-EventLinkRollback.");

    // Switching to a standby

    /// <summary>The pair of servers is not in a state in which the standby can take over.</summary>
    public static readonly ErrorKind SwitchRefused = new("SwitchRefused", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The standby cannot take over as things are.", "Put right what the message names; Get-EventLinkReplication shows both servers.");

    /// <summary>Nothing proves that the old primary accepts no more writes.</summary>
    public static readonly ErrorKind OldPrimaryWritable = new("OldPrimaryWritable", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The old primary might still accept writes, and two primaries would each have a part of the data.",
        "Make sure that it is stopped for good, then give -AcceptDataLoss.");

    /// <summary>An earlier switch was neither finished nor rolled back.</summary>
    public static readonly ErrorKind SwitchUnfinished = new("SwitchUnfinished", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "An earlier switch of these servers was interrupted.", "Finish it with Switch-EventLinkPrimary -Resume, or take it back with -RollBack.");

    /// <summary>No interrupted switch to go on with.</summary>
    public static readonly ErrorKind SwitchNotFound = new("SwitchNotFound", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "There is no interrupted switch of these servers.", "Run Switch-EventLinkPrimary without -Resume and -RollBack; -JournalPath names a journal kept elsewhere.");

    /// <summary>The standby did not become a primary, or not one that takes writes.</summary>
    public static readonly ErrorKind PromotionFailed = new("PromotionFailed", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "The standby did not become a primary that accepts writes.", "Read its log, then go on with Switch-EventLinkPrimary -Resume.");

    // Schema

    /// <summary>The backend's code cannot be asked for its revisions.</summary>
    public static readonly ErrorKind CodeRevisionUnknown = new("CodeRevisionUnknown", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "The schema revisions of the backend's code are not known.", "Run inside the compose project, with the backend's container created: docker compose up -d.");

    /// <summary>No migration of the code leads on from the database's revision.</summary>
    public static readonly ErrorKind SchemaNotUpgradable = new("SchemaNotUpgradable", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "No migration of the code leads on from the database's schema revision.", "Deploy the code that belongs to the database, or restore a backup that belongs to the code.");

    /// <summary>The migration failed or did not do what it says.</summary>
    public static readonly ErrorKind MigrationFailed = new("MigrationFailed", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "The migration of the schema failed.", "Read alembic's output; the safety backup holds the database as it was.");

    // Recovery

    /// <summary>A recovery that was begun has not ended.</summary>
    public static readonly ErrorKind RecoveryUnfinished = new("RecoveryUnfinished", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "An earlier recovery of this deployment has not ended.", "Go on with it: -Resume; or put it aside and begin anew: -StartOver.");

    /// <summary>There is no recovery to go on with.</summary>
    public static readonly ErrorKind RecoveryNotFound = new("RecoveryNotFound", ErrorCategory.ObjectNotFound, ExitCode.Precondition,
        "There is no unfinished recovery to go on with.", "Run it without -Resume, or give the -JournalPath it was begun with.");

    /// <summary>Another process recovers the same deployment.</summary>
    public static readonly ErrorKind RecoveryInProgress = new("RecoveryInProgress", ErrorCategory.ResourceBusy, ExitCode.Busy,
        "Another recovery of this deployment is running.", "Wait for it, or stop it.");

    /// <summary>A step of a recovery failed.</summary>
    public static readonly ErrorKind RecoveryStopped = new("RecoveryStopped", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "A step of the recovery failed; maintenance stays on.", "Correct the cause and go on with -Resume.");

    // Reports

    /// <summary>There is no report of such an object.</summary>
    public static readonly ErrorKind ReportUnsupported = new("ReportUnsupported", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "There is no report of such an object.", "Give the result of a recovery, a restore, a drill or a health check.");

    /// <summary>A file of the report's name is there.</summary>
    public static readonly ErrorKind ReportExists = new("ReportExists", ErrorCategory.ResourceExists, ExitCode.Precondition,
        "A file of the report's name exists.", "Choose another name, or -Force to replace it.");

    // Encryption

    /// <summary>The backup is encrypted and nothing that could open it was given.</summary>
    public static readonly ErrorKind KeyMissing = new("KeyMissing", ErrorCategory.SecurityError, ExitCode.Precondition,
        "The backup is encrypted, and nothing that could open it was given.", "Give the identity file or the passphrase it was encrypted for.");

    /// <summary>None of the given keys opens the backup.</summary>
    public static readonly ErrorKind KeyWrong = new("KeyWrong", ErrorCategory.SecurityError, ExitCode.Precondition,
        "None of the keys given opens the backup.", "Give the identity file that belongs to one of the backup's recipients.");

    /// <summary>The passphrase does not open the backup.</summary>
    public static readonly ErrorKind PassphraseWrong = new("PassphraseWrong", ErrorCategory.SecurityError, ExitCode.Precondition,
        "The passphrase does not open the backup.", "Give the passphrase it was encrypted with.");

    /// <summary>An encrypted file is damaged, altered or cut.</summary>
    public static readonly ErrorKind EncryptedDataCorrupt = new("EncryptedDataCorrupt", ErrorCategory.SecurityError, ExitCode.BadBackup,
        "The encrypted data does not hold what was written.", "Use another backup; fetch this one again if a copy of it is whole.");

    /// <summary>A public key cannot be used.</summary>
    public static readonly ErrorKind RecipientInvalid = new("RecipientInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "A recipient is not a public key that can be encrypted to.", "Give a public key that begins with age1; New-EventLinkBackupKey makes one.");

    /// <summary>A secret key or passphrase cannot be used.</summary>
    public static readonly ErrorKind KeyInvalid = new("KeyInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "An identity file or a passphrase cannot be used.", "Give a file that New-EventLinkBackupKey or age-keygen wrote, or a passphrase that is not empty.");

    /// <summary>A file of that name is there; keys are never overwritten.</summary>
    public static readonly ErrorKind KeyFileExists = new("KeyFileExists", ErrorCategory.ResourceExists, ExitCode.Precondition,
        "A file of that name exists, and keys are never overwritten.", "Choose another name.");

    /// <summary>A key file cannot be read or written.</summary>
    public static readonly ErrorKind KeyFileUnavailable = new("KeyFileUnavailable", ErrorCategory.ReadError, ExitCode.Precondition,
        "A key file cannot be read or written.", "Check the path and your rights to it.");

    /// <summary>Deriving a key from a passphrase needs more memory than there is.</summary>
    public static readonly ErrorKind MemoryShort = new("MemoryShort", ErrorCategory.LimitsExceeded, ExitCode.Precondition,
        "There is not enough memory for what the operation must hold at once.", "Give the process more memory; a recipient's key needs none, a passphrase 256 MiB.");

    // Everything

    /// <summary>The note of what a command has begun cannot be kept.</summary>
    public static readonly ErrorKind StateUnreadable = new("StateUnreadable", ErrorCategory.ReadError, ExitCode.Failed,
        "The note of what an earlier command has begun cannot be read or written.",
        "Make the state directory writable (EVENTLINKDR_STATE_DIR names another), or move the file away after looking at it.");

    /// <summary>Options that exclude each other.</summary>
    public static readonly ErrorKind OptionsInvalid = new("OptionsInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "The options make no sense together.", "Leave one of those that the message names out.");

    /// <summary>The Azure Automation sandbox cannot do this.</summary>
    public static readonly ErrorKind SandboxUnsupported = new("SandboxUnsupported", ErrorCategory.InvalidOperation, ExitCode.Precondition,
        "The operation starts a program, which the sandbox of Azure Automation cannot.", "Run it on a hybrid worker; in the sandbox name a server: -ConnectionString. See docs/guide/azure-automation.md.");

    /// <summary>No local PostgreSQL and no engine for a throwaway server.</summary>
    public static readonly ErrorKind NoThrowawayServer = new("NoThrowawayServer", ErrorCategory.NotInstalled, ExitCode.Precondition,
        "Neither PostgreSQL server programs nor a Docker engine were found.", "Install the PostgreSQL server package, or start Docker.");

    /// <summary>A deadline passed.</summary>
    public static readonly ErrorKind TimedOut = new("TimedOut", ErrorCategory.OperationTimeout, ExitCode.Failed,
        "The operation did not finish in time.", "Try again, or give it more time.");

    /// <summary>The caller stopped the operation.</summary>
    public static readonly ErrorKind Cancelled = new("Cancelled", ErrorCategory.OperationStopped, ExitCode.Cancelled,
        "The operation was stopped.", "What it had begun was cleaned up; run it again.");

    /// <summary>The command line makes no sense.</summary>
    public static readonly ErrorKind CommandLineInvalid = new("CommandLineInvalid", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "The command line cannot be understood.", "See what there is: eventlinkdr --help.");

    /// <summary>A question needs a person, and there is none.</summary>
    public static readonly ErrorKind ConfirmationNeeded = new("ConfirmationNeeded", ErrorCategory.InvalidOperation, ExitCode.Declined,
        "The operation asks before it changes anything, and nobody can answer.", "Give -Confirm:$false (module) or --yes (command line).");

    /// <summary>Several things came in where one is acted on.</summary>
    public static readonly ErrorKind InputNotSingle = new("InputNotSingle", ErrorCategory.InvalidArgument, ExitCode.Usage,
        "Several things came in for an operation that acts once.", "Choose one: Get-EventLinkBackup -Latest, or Select-Object -First 1.");

    /// <summary>No row has this id.</summary>
    public static readonly ErrorKind ErrorIdUnknown = new("ErrorIdUnknown", ErrorCategory.ObjectNotFound, ExitCode.Usage,
        "No error of this software has that id.", "List those there are: Get-EventLinkError.");

    /// <summary>A fault in this software.</summary>
    public static readonly ErrorKind Unexpected = new("Unexpected", ErrorCategory.InvalidOperation, ExitCode.Failed,
        "Something happened that this software does not expect.", "Report it with the verbose output.");

    /// <summary>All rows, in the order of the ids.</summary>
    public static IReadOnlyList<ErrorKind> All { get; } =
        [.. typeof(ErrorTable).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)).OfType<ErrorKind>().OrderBy(kind => kind.Id, StringComparer.Ordinal)];

    /// <summary>The row of an id, as it is or as PowerShell's <c>FullyQualifiedErrorId</c> has it: with a comma and the command behind it.</summary>
    /// <exception cref="DrException"><c>ErrorIdUnknown</c>.</exception>
    public static ErrorKind Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var own = id.Split(',')[0].Trim();
        return All.FirstOrDefault(kind => kind.Id.Equals(own, StringComparison.OrdinalIgnoreCase))
            ?? throw new DrException(ErrorIdUnknown, $"'{own}' is no error of EventLinkDr") { Subject = id };
    }
}
