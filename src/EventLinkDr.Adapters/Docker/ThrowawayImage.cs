using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Chooses the official PostgreSQL image for a throwaway server.</summary>
internal static class ThrowawayImage
{
    private const int NewestKnownMajor = 17;

    /// <summary>The newest one the engine has, of a major version if one is asked for; else one that is fetched.</summary>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>: there is none, and none can be fetched.</exception>
    public static async Task<string> ChooseAsync(IContainerHost host, int? major, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var images = await host.ListImagesAsync([], cancellationToken).ConfigureAwait(false);
        var present = images.SelectMany(image => image.Names).Select(name => (Name: name, Major: MajorOf(name)))
            .Where(image => image.Major is not null && (major is null || image.Major == major)).OrderByDescending(image => image.Major).FirstOrDefault();
        if (present.Name is not null) return present.Name;
        var wanted = string.Create(CultureInfo.InvariantCulture, $"postgres:{major ?? NewestKnownMajor}-alpine");
        observer.Milestone("fetching image " + wanted);
        try
        {
            await host.PullImageAsync(wanted, cancellationToken).ConfigureAwait(false);
            return wanted;
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineError)
        {
            throw new DrException(ErrorTable.NoThrowawayServer, $"image {wanted} cannot be had: {error.Message.TrimEnd('.')}", error);
        }
    }

    /// <summary>The major version of an official image: 15 for <c>postgres:15-alpine</c>; null for other images.</summary>
    private static int? MajorOf(string name)
    {
        const string Repository = "postgres:";
        if (!name.StartsWith(Repository, StringComparison.Ordinal)) return null;
        var digits = string.Concat(name[Repository.Length..].TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }
}
