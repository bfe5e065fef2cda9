using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Backup;

/// <summary>The text round the sections of a backup: the lines that open it, the sequence values, and those that close it.</summary>
internal sealed class BackupText
{
    private readonly string? _restrictKey;
    private readonly Guid _id;

    public BackupText(Guid id, PostgresVersion pgDump)
    {
        _id = id;
        _restrictKey = KnowsRestrict(pgDump) ? Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) : null;
    }

    /// <param name="server">Version of the server.</param>
    /// <param name="pgDump">Version of pg_dump.</param>
    /// <param name="encoding">Encoding of the text.</param>
    public string Header(PostgresVersion server, PostgresVersion pgDump, string encoding)
    {
        var text = new StringBuilder();
        text.Append(BackupFirstLine.For(_id)).Append('\n');
        text.Append("--\n-- PostgreSQL database dump\n--\n\n");
        if (_restrictKey is not null) text.Append("\\restrict ").Append(_restrictKey).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"-- Dumped from database version {server}\n-- Dumped by pg_dump version {pgDump} with EventLinkDr {ToolVersion.Current}\n\n");
        text.Append("SET statement_timeout = 0;\nSET lock_timeout = 0;\n");
        text.Append(CultureInfo.InvariantCulture, $"SET client_encoding = '{encoding}';\nSET standard_conforming_strings = on;\n");
        // The rows are written under these three; their text means something else under others.
        text.Append("SET DateStyle = 'ISO, MDY';\nSET IntervalStyle = 'postgres';\nSET lc_monetary = 'C';\n");
        text.Append("SELECT pg_catalog.set_config('search_path', '', false);\n");
        text.Append("SET check_function_bodies = false;\nSET xmloption = content;\nSET client_min_messages = warning;\nSET row_security = off;\n\n");
        return text.ToString();
    }

    /// <summary>One <c>setval</c> for each sequence.</summary>
    public static string Sequences(IEnumerable<(BackupSequence State, string Qualified)> sequences)
    {
        var text = new StringBuilder();
        foreach (var (state, qualified) in sequences)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"SELECT pg_catalog.setval({Sql.Text(qualified)}, {state.LastValue}, {(state.IsCalled ? "true" : "false")});\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The end marker, and the end of the restriction.</summary>
    public string Trailer() =>
        "--\n-- PostgreSQL database dump complete\n--\n\n" + (_restrictKey is null ? "" : $"\\unrestrict {_restrictKey}\n\n");

    /// <summary>The releases of August 2025 brought <c>\restrict</c>; a psql before them stops at it.</summary>
    private static bool KnowsRestrict(PostgresVersion version) => version.Major switch
    {
        13 => version.Minor >= 22,
        14 => version.Minor >= 19,
        15 => version.Minor >= 14,
        16 => version.Minor >= 10,
        17 => version.Minor >= 6,
        var major => major >= 18,
    };
}
