using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Logs, archives and images: the calls whose body is a stream.</summary>
internal sealed partial class DockerEngine
{
    public async Task<IReadOnlyList<ContainerLogLine>> ReadLogAsync(string container, int lines, CancellationToken cancellationToken)
    {
        // A container with a terminal has one stream, unframed, and older engines do not say so in the answer.
        var terminal = (await InspectAsync(container, cancellationToken).ConfigureAwait(false)).Raw.Member("Config").Flag("Tty");
        var path = PathOf(container, string.Create(CultureInfo.InvariantCulture, $"/logs?stdout=1&stderr=1&tail={lines}"));
        using var response = await _http.SendAsync(HttpMethod.Get, path, null, container, cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return terminal ? await LogText.ReadPlainAsync(stream, cancellationToken).ConfigureAwait(false)
                : await LogText.ReadFramedAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or HttpRequestException)
        {
            throw _http.Unreachable(error);
        }
    }

    public async Task CopyInAsync(string container, string directory, Stream archive, CancellationToken cancellationToken)
    {
        var path = PathOf(container, "/archive?path=") + Uri.EscapeDataString(directory);
        using var content = Archive(archive);
        try
        {
            (await _http.SendAsync(HttpMethod.Put, path, content, null, cancellationToken).ConfigureAwait(false)).Dispose();
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.NotFound)
        {
            throw await MissingAsync(container, directory, error, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task CopyOutAsync(string container, string path, Func<Stream, CancellationToken, Task> readArchive, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(HttpMethod.Get, PathOf(container, "/archive?path=") + Uri.EscapeDataString(path), null, null,
                cancellationToken).ConfigureAwait(false);
            await readArchive(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.NotFound)
        {
            throw await MissingAsync(container, path, error, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpIOException or HttpRequestException)
        {
            throw _http.Unreachable(error);
        }
    }

    public async Task<IReadOnlyList<ContainerImage>> ListImagesAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken)
    {
        var list = await _http.GetJsonAsync("/images/json?filters=" + LabelFilter(labels), null, cancellationToken).ConfigureAwait(false);
        return [.. list.EnumerateArray().Select(ContainerReading.Image)];
    }

    public async Task<ContainerImage?> FindImageAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            return ContainerReading.Image(await _http.GetJsonAsync($"/images/{EscapeImage(image)}/json", null, cancellationToken).ConfigureAwait(false));
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<string> ImportImageAsync(string name, Stream archive, IReadOnlyCollection<string> changes, CancellationToken cancellationToken)
    {
        var (repository, tag) = SplitImage(name);
        var path = $"/images/create?fromSrc=-&repo={Uri.EscapeDataString(repository)}&tag={Uri.EscapeDataString(tag)}"
            + string.Concat(changes.Select(change => "&changes=" + Uri.EscapeDataString(change)));
        using var content = Archive(archive);
        await CreateImageAsync(path, content, cancellationToken).ConfigureAwait(false);
        return (await FindImageAsync(name, cancellationToken).ConfigureAwait(false))?.Id
            ?? throw new DrException(ErrorTable.EngineError, $"the engine made no image {name}");
    }

    public Task PullImageAsync(string image, CancellationToken cancellationToken)
    {
        var (repository, tag) = SplitImage(image);
        return CreateImageAsync($"/images/create?fromImage={Uri.EscapeDataString(repository)}&tag={Uri.EscapeDataString(tag)}", null, cancellationToken);
    }

    /// <summary>The engine answers 200 at once and tells of failures in the stream that follows.</summary>
    private async Task CreateImageAsync(string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Post, path, content, null, cancellationToken).ConfigureAwait(false);
        try
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Encoding.UTF8);
            while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (line.Length == 0) continue;
                using var message = JsonDocument.Parse(line);
                if (message.RootElement.Text("error") is { } failure) throw new DrException(ErrorTable.EngineError, $"the engine could not make the image: {failure}");
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or JsonException)
        {
            throw _http.Unreachable(error);
        }
    }

    /// <summary>The same answer says that the container is missing and that the path in it is.</summary>
    private async Task<DrException> MissingAsync(string container, string path, EngineException error, CancellationToken cancellationToken)
    {
        await InspectAsync(container, cancellationToken).ConfigureAwait(false);
        return new DrException(ErrorTable.EngineError, $"{path} does not exist in container {container}", error) { Subject = container };
    }

    private static StreamContent Archive(Stream archive)
    {
        var content = new StreamContent(archive, 128 * 1024);
        content.Headers.ContentType = new("application/x-tar");
        return content;
    }

    /// <summary>Name and tag, or the whole digest reference as the name.</summary>
    private static (string Repository, string Tag) SplitImage(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (at > 0) return (name[..at], name[(at + 1)..]);
        var colon = name.LastIndexOf(':');
        // A colon before a slash belongs to a registry's port.
        return colon > name.LastIndexOf('/') ? (name[..colon], name[(colon + 1)..]) : (name, "latest");
    }

    private static string EscapeImage(string image) => string.Join('/', image.Split('/').Select(Uri.EscapeDataString));
}
