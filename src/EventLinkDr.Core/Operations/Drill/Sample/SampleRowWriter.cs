namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Writes the fields of one row, in the order of the table's columns.</summary>
internal delegate void SampleRowWriter(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random);
