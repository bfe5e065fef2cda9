namespace EventLinkDr.Cli;

/// <summary>The streams of the program and what is behind them.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Everything else: progress, questions, warnings, errors.</param>
/// <param name="Input">Answers.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, TextReader Input)
{
    /// <summary>Whether a person sees <see cref="Error"/> as it comes, so that a line may be overwritten.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Whether a person can answer.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Columns of the screen.</summary>
    public Func<int> Width { get; init; } = () => 80;

    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.In)
    {
        ShowsProgress = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Width = () =>
        {
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : 80;
            }
            catch (IOException)
            {
                return 80;
            }
        },
    };
}
