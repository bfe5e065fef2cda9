namespace EventLinkDr.Bench;

/// <summary>Lets several tools do the same job in turns, so that a machine that slows down slows them all.</summary>
internal sealed class Contest(string title, IReadOnlyList<Contender> contenders)
{
    public string Title => title;

    /// <summary>Runs every tool once to warm up, then in turns.</summary>
    public IReadOnlyList<ContestResult> Run(int rounds)
    {
        var runs = contenders.ToDictionary(contender => contender, _ => new List<Measurement>());
        for (var round = rounds > 1 ? -1 : 0; round < rounds; round++)
        {
            foreach (var contender in contenders)
            {
                contender.Prepare();
                var measured = contender.Run();
                Console.Error.WriteLine($"  {title}, {(round < 0 ? "warm-up" : $"round {round + 1} of {rounds}")}: {contender.Name} {measured.Wall:0.00} s");
                if (round >= 0) runs[contender].Add(measured);
            }
        }

        return [.. contenders.Select(contender => new ContestResult(contender.Name, runs[contender]))];
    }
}
