using System.Globalization;
using System.Security.Cryptography;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Databases;

/// <summary>A database this run makes: marked from its first moment, dropped only when it is still the one that was made.</summary>
internal static class OwnedDatabase
{
    /// <summary>Makes an empty database with encoding and locales of <paramref name="properties"/> and our mark.</summary>
    /// <param name="maintenance">Session in another database.</param>
    /// <param name="name">Its name.</param>
    /// <param name="standsFor">The database it is made for; commands against that one clean it up if this run dies.</param>
    /// <param name="properties">Encoding, locales and tablespace; the rest is applied later.</param>
    /// <param name="run">The run, whose lock is held.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>DatabaseExists</c>, <c>LocaleMissing</c>, <c>PrivilegeMissing</c>, <c>ServerDiskFull</c>.</exception>
    public static async Task<DatabaseIdentity> CreateAsync(IPostgresSession maintenance, string name, string standsFor, DatabaseProperties properties, Guid run,
        CancellationToken cancellationToken)
    {
        // Written together with the database, so that nobody else's database of that name is ever taken for it and marked.
        var nonce = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var create = DatabaseDefinition.Create(name, properties, maintenance.ServerVersion) + " CONNECTION LIMIT = " + nonce;
        var unfinished = new DatabaseMark { State = DatabaseMarkState.Unfinished, Run = run, Oid = 0, Database = standsFor, Time = DateTimeOffset.UtcNow };
        var mark = MarkStatement(name, nonce, unfinished);
        try
        {
            await maintenance.ExecuteEachAsync([create, mark], cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The database may have been made before the cancellation came; marked, the caller's clean-up finds it.
            await maintenance.ExecuteAsync(mark, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (PostgresErrorException error) when (error.SqlState is "42P04")
        {
            throw new DrException(ErrorTable.DatabaseExists, $"a database {name} exists", error) { Subject = name };
        }
        catch (PostgresErrorException error) when (error.SqlState is "42809" or "22023" && error.ServerMessage.Contains("locale", StringComparison.OrdinalIgnoreCase))
        {
            throw new DrException(ErrorTable.LocaleMissing, $"the server has no locale for {name}: {error.ServerMessage}", error)
            {
                Expected = $"provider {properties.LocaleProvider}, LC_COLLATE {properties.Collate}, LC_CTYPE {properties.CType}"
                    + (properties.Locale is null ? "" : $", locale {properties.Locale}"),
                Subject = name,
            };
        }

        return await FindMarkedAsync(maintenance, name, run, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.Unexpected, $"database {name} is not there, or not ours, right after it was made") { Subject = name };
    }

    /// <summary>Finds a database that was made by the run under this name: an interrupted creation may or may not have succeeded.</summary>
    public static async Task<DatabaseIdentity?> FindMarkedAsync(IPostgresSession maintenance, string name, Guid run, CancellationToken cancellationToken)
    {
        var rows = await maintenance.QueryAsync("SELECT oid::bigint, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", cancellationToken, name)
            .ConfigureAwait(false);
        if (rows.Count == 0) return null;
        var oid = (uint)rows[0].Get<long>(0);
        return DatabaseMark.Parse(rows[0].Text(1)) is { } mark && mark.Run == run && mark.Oid == oid ? new DatabaseIdentity(oid, name) : null;
    }

    /// <summary>Drops a database, with the sessions in it, if it is still the one meant.</summary>
    /// <returns>False when it is gone, or another one has its name.</returns>
    public static async Task<bool> DropAsync(IPostgresSession maintenance, DatabaseIdentity database, CancellationToken cancellationToken)
    {
        if (!await database.HoldsAsync(maintenance, cancellationToken).ConfigureAwait(false)) return false;
        await maintenance.ExecuteAsync($"DROP DATABASE {Sql.Name(database.Name)} WITH (FORCE)", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static string MarkStatement(string name, string nonce, DatabaseMark mark)
    {
        var body =
            $"""
            DECLARE
              made oid;
            BEGIN
              SELECT oid INTO made FROM pg_database WHERE datname = {Sql.Text(name)} AND datconnlimit = {nonce};
              IF FOUND THEN
                EXECUTE format('COMMENT ON DATABASE %I IS %L', {Sql.Text(name)}, replace({Sql.Text(mark.ToComment())}, '"oid":0', '"oid":' || made));
                EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', {Sql.Text(name)});
              END IF;
            END
            """;
        return "DO " + Sql.Text(body);
    }
}
