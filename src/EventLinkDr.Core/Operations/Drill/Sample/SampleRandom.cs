namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Numbers that look random and are the same on every run: SplitMix64, seeded by table and row, so that rows can be made in any order.</summary>
internal struct SampleRandom(int table, long row)
{
    private ulong _state = ((ulong)table << 48) ^ (ulong)row;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From zero to below a limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    public T Pick<T>(T[] values) => values[Below(values.Length)];

    /// <summary>From zero to below one.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));
}
