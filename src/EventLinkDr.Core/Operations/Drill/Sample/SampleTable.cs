namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>A table of the sample and how its rows are made.</summary>
/// <param name="Name">Its name in <c>public</c>.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Write">Writes one row; rows are counted from one, which is the id where there is one.</param>
/// <param name="HasId">Whether it has an <c>id</c> with a sequence.</param>
internal sealed record SampleTable(string Name, Func<SampleSize, int> Rows, SampleRowWriter Write, bool HasId = true);
