using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Core.Tests.Operations.Restore;

public sealed class RestorePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 7, 45, 0, TimeSpan.Zero);

    private static readonly DatabaseProperties Live = new()
    {
        Owner = "eventlink", Encoding = "UTF8", LocaleProvider = "libc", Collate = "ro_RO.utf8", CType = "ro_RO.utf8", Comment = "live",
    };

    private static readonly DatabaseProperties Saved = Live with
    {
        Owner = "saved_owner", Collate = "C", CType = "C", Comment = "saved", Tablespace = "fast",
        Privileges = ["=Tc/saved_owner", "saved_owner=CTc/saved_owner", "gone=c/saved_owner"],
        Settings = [new DatabaseSetting(null, "work_mem", "1MB"), new DatabaseSetting("gone", "work_mem", "2MB")],
    };

    private static readonly RestoreFacts Facts = new()
    {
        Server = "eventlink@db:5432",
        Database = "eventlink",
        State = new ServerState
        {
            Version = new PostgresVersion(150018), InRecovery = false, Time = Now, User = "eventlink", IsSuperuser = true, MayCreateDatabases = true,
            DatabaseNames = new HashSet<string> { "postgres", "eventlink" }, Roles = new HashSet<string> { "eventlink", "saved_owner" },
            MemberOf = new HashSet<string> { "eventlink" }, Extensions = new HashSet<string> { "plpgsql" }, Tablespaces = new HashSet<string> { "pg_default" },
        },
        Content = new ContentFacts
        {
            Encoding = "UTF8",
            Tables = ["public.users", "public.events", "audit.events"],
            Backup = new BackupSet { Name = "x.sql.gz", Path = "/x.sql.gz", State = BackupState.Foreign, Time = Now.AddHours(-30), Size = 5 << 20 },
        },
        Existing = new ExistingDatabase { Database = new DatabaseIdentity(5, "eventlink"), Properties = Live, Blockers = new SwapBlockers([], [], []), Size = 100 << 20 },
        Template = Live with { Collate = "template", CType = "template", Comment = null },
        Services = ["backend", "worker"],
        Cores = 4,
    };

    private static readonly RestoreFacts Bare = Facts with { Existing = null };

    [Fact]
    public void Swap_IsTheDefault_WithNamesOfTheTime()
    {
        var plan = Plan(new RestoreOptions(), Facts);
        Assert.Equal(RestoreMode.Swap, plan.Mode);
        Assert.Equal("eventlink_restore_20261123t074500z", plan.RestoreName);
        Assert.Equal("eventlink_before_20261123t074500z", plan.PreviousDatabase);
        Assert.Equal(4, plan.Jobs);
        Assert.Equal(100 << 20, plan.SpaceNeeded);
    }

    [Fact]
    public void Swap_TakesThePropertiesOfTheLiveDatabase() =>
        Assert.Equal(Live, Plan(new RestoreOptions(), Facts with { Content = Facts.Content with { Properties = Saved } }).Properties with { Settings = Live.Settings });

    [Fact]
    public void Swap_NoDatabase_TakesThoseOfTheBackup()
    {
        var plan = Plan(new RestoreOptions { SkipMissingRole = true }, Bare with { Content = Facts.Content with { Properties = Saved } });
        Assert.Equal("C", plan.Properties.Collate);
        Assert.Equal("saved_owner", plan.Properties.Owner);
        Assert.Equal("pg_default", plan.Properties.Tablespace);
        Assert.Equal(2, plan.Properties.Privileges!.Count);
        Assert.Single(plan.Properties.Settings);
        Assert.Equal(3, plan.Omitted.Count);
        Assert.Null(plan.PreviousDatabase);
    }

    [Fact]
    public void Swap_NoDatabaseAndNothingKnown_TakesThoseOfTheServer() => Assert.Equal("template", Plan(new RestoreOptions(), Bare).Properties.Collate);

    [Fact]
    public void NewDatabase_NothingKnown_TakesTheLocaleOfTheLiveDatabase_ButNotItsComment()
    {
        var plan = Plan(new RestoreOptions { NewName = "staging" }, Facts);
        Assert.Equal("ro_RO.utf8", plan.Properties.Collate);
        Assert.Null(plan.Properties.Comment);
    }

    [Fact]
    public void MissingOwner_Skipped_GivesTheDatabaseToTheUser()
    {
        var content = Facts.Content with { Properties = Saved with { Owner = "gone" } };
        var plan = Plan(new RestoreOptions { SkipMissingRole = true }, Bare with { Content = content });
        Assert.Equal("eventlink", plan.Properties.Owner);
        Assert.Null(plan.Properties.Privileges);
    }

    [Fact]
    public void MissingRoles_OfTheDatabaseItself_AreRefused()
    {
        var error = Refused(new RestoreOptions(), Bare with { Content = Facts.Content with { Properties = Saved } });
        Assert.Equal("RoleMissing", error.Id);
        Assert.Contains("gone", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RestoreMode.Swap)]
    [InlineData(RestoreMode.InPlace)]
    public void Tables_InAModeForTheWhole_AreRefused(RestoreMode mode) =>
        Assert.Equal("OptionsInvalid", Refused(new RestoreOptions { Mode = mode, Tables = ["public.users"] }, Facts).Id);

    [Fact]
    public void Tables_WithoutSchema_AreFoundWhereTheNameIsEnough() =>
        Assert.Equal(["public.users", "audit.events"], Plan(new RestoreOptions { Tables = ["users", "audit.events"] }, Facts).Load.Tables);

    [Theory]
    [InlineData("events")]
    [InlineData("nothing")]
    public void Tables_UnknownOrAmbiguous_AreRefused(string table) => Assert.Equal("TableNotInBackup", Refused(new RestoreOptions { Tables = [table] }, Facts).Id);

    [Theory]
    [InlineData(BackupState.Incomplete, "BackupIncomplete")]
    [InlineData(BackupState.Damaged, "BackupCorrupt")]
    public void BackupThatIsNone_IsRefused(BackupState state, string id) =>
        Assert.Equal(id, Refused(new RestoreOptions(), Facts with { Content = Facts.Content with { Backup = Facts.Content.Backup with { State = state } } }).Id);

    [Fact]
    public void Standby_IsRefused() => Assert.Equal("ServerReadOnly", Refused(new RestoreOptions(), Facts with { State = Facts.State with { InRecovery = true } }).Id);

    [Theory]
    [InlineData("icu", 140000)]
    [InlineData("builtin", 160000)]
    public void LocaleProvider_ThatTheServerDoesNotKnow_IsRefused(string provider, int version)
    {
        var facts = Bare with
        {
            State = Facts.State with { Version = new PostgresVersion(version) },
            Content = Facts.Content with { Properties = Live with { LocaleProvider = provider } },
        };
        Assert.Equal("LocaleMissing", Refused(new RestoreOptions(), facts).Id);
    }

    [Fact]
    public void OwnerOfTheBackup_WhomTheUserIsNot_IsRefused()
    {
        var facts = Bare with
        {
            State = Facts.State with { IsSuperuser = false }, Content = Facts.Content with { Properties = Live with { Owner = "saved_owner" } },
        };
        var error = Refused(new RestoreOptions(), facts);
        Assert.Equal("PrivilegeMissing", error.Id);
        Assert.Contains("GRANT \"saved_owner\" TO \"eventlink\"", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("template0")]
    [InlineData("template1")]
    public void ATemplateOfTheServer_IsRefused(string database) => Assert.Equal("OptionsInvalid", Refused(new RestoreOptions(), Facts with { Database = database }).Id);

    [Fact]
    public void InPlace_WithoutAPlaceForTheSafetyBackup_IsRefused()
    {
        var facts = Facts with { InPlace = new InPlaceFacts([], 10, 5, 1000, true) };
        Assert.Equal("OptionsInvalid", Refused(new RestoreOptions { Mode = RestoreMode.InPlace }, facts).Id);
        Assert.Equal(RestoreMode.InPlace, Plan(new RestoreOptions { Mode = RestoreMode.InPlace }, facts with { CanTakeSafetyBackup = true }).Mode);
    }

    [Fact]
    public void InPlace_NoRightToTheSchema_IsRefused() =>
        Assert.Equal("PrivilegeMissing",
            Refused(new RestoreOptions { Mode = RestoreMode.InPlace, SkipSafetyBackup = true }, Facts with { InPlace = new InPlaceFacts([], 10, 5, 1000, false) }).Id);

    [Fact]
    public void Notes_SayWhatIsKnownAndWhatIsNot()
    {
        var proof = new BackupProof(VerificationLevel.Restore, Now.AddHours(-3), true, TimeSpan.FromSeconds(75), null, "1.0", []);
        var notes = Plan(new RestoreOptions(), Facts with { Content = Facts.Content with { Backup = Facts.Content.Backup with { Proof = proof, Revision = "0021" } } }).Notes;
        Assert.Contains(notes, note => note.Contains("took 1 min 15 s", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("1 d 06 h old", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("about 100 MB; free on the server: not known", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("0021", StringComparison.Ordinal) && note.Contains("not checked", StringComparison.Ordinal));
    }

    private static RestorePlan Plan(RestoreOptions options, RestoreFacts facts) => RestorePlanner.Plan(options, null!, facts);

    private static DrException Refused(RestoreOptions options, RestoreFacts facts) => Assert.Throws<DrException>(() => Plan(options, facts));
}
