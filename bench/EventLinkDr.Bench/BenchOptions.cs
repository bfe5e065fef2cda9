using System.Globalization;

namespace EventLinkDr.Bench;

/// <summary>What the benchmark is asked to do.</summary>
/// <param name="Scales">Sizes of the sample database; 1 is about 50 MB of plain SQL.</param>
/// <param name="Rounds">How often each tool runs, in turns.</param>
/// <param name="Only">Parts of the titles of the contests to hold; empty for all.</param>
/// <param name="Output">Markdown file to write; null for none.</param>
/// <param name="Command">Our command; null for the one that was built with the benchmark.</param>
/// <param name="Catalog">Whether only listing and planning of a long history are measured, without a server.</param>
internal sealed record BenchOptions(IReadOnlyList<double> Scales, int Rounds, IReadOnlyList<string> Only, string? Output, bool Catalog = false, string? Command = null)
{
    /// <summary>Tables of the database that holds little else.</summary>
    public int ManyTables => Rounds >= 5 ? 5000 : 1000;

    public const string Usage =
        """
        bench [--quick | --large | --catalog | --scale N] [--rounds N] [--only TEXT]... [--output FILE]

          (nothing)   50 and 500 MB of plain SQL, 5 rounds
          --quick     50 MB, 3 rounds
          --large     5 GB, one round
          --catalog   only listing and retention of 10,000 backups, without a server
          --scale     N times 50 MB
          --only      only the contests whose title holds this text; a restore needs the backup before it
          --command   our command; by default the one that was built with the benchmark
          --output    write the tables as Markdown, too
        """;

    /// <summary>Whether a contest is to be held.</summary>
    public bool Wants(string title) => Only.Count == 0 || Only.Any(text => title.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <returns>Null when the arguments are not understood.</returns>
    public static BenchOptions? Parse(string[] arguments)
    {
        var options = new BenchOptions([1, 10], 5, [], null);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Scales = [1], Rounds = 3 };
                    break;
                case "--large":
                    options = options with { Scales = [100], Rounds = 1 };
                    break;
                case "--catalog":
                    options = options with { Catalog = true };
                    break;
                case "--rounds" when i + 1 < arguments.Length && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    i++;
                    break;
                case "--scale" when i + 1 < arguments.Length && double.TryParse(arguments[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && scale > 0:
                    options = options with { Scales = [scale] };
                    i++;
                    break;
                case "--only" when i + 1 < arguments.Length:
                    options = options with { Only = [.. options.Only, arguments[++i]] };
                    break;
                case "--command" when i + 1 < arguments.Length:
                    options = options with { Command = arguments[++i] };
                    break;
                case "--output" when i + 1 < arguments.Length:
                    options = options with { Output = arguments[++i] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
