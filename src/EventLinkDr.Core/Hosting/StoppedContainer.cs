namespace EventLinkDr.Hosting;

/// <summary>A container that was stopped.</summary>
/// <param name="Service">Its service.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for a person who reads the file.</param>
/// <param name="StoppedAt">When.</param>
internal sealed record StoppedContainer(string Service, string Id, string Name, DateTimeOffset StoppedAt);
