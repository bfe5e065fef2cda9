namespace EventLinkDr.Bench;

/// <summary>A logarithmic axis from <paramref name="begin"/> to <paramref name="end"/> on the picture, with a tenth of room at both ends.</summary>
internal sealed class LogAxis(double least, double most, double begin, double end)
{
    private static readonly double[] Digits = [1, 2, 5];

    private readonly double _low = Math.Log10(least);
    private readonly double _range = Math.Max(Math.Log10(most) - Math.Log10(least), 0.1);

    public double At(double value) => begin + (end - begin) * (0.1 + 0.8 * (Math.Log10(value) - _low) / _range);

    /// <summary>One, two and five of each power of ten within it.</summary>
    public IEnumerable<double> Ticks()
    {
        for (var power = Math.Floor(_low) - 1; power <= Math.Ceiling(_low + _range); power++)
        {
            foreach (var digit in Digits)
                if (digit * Math.Pow(10, power) is var tick && Math.Log10(tick) >= _low - 0.1 * _range && Math.Log10(tick) <= _low + 1.1 * _range) yield return tick;
        }
    }
}
