using System.Collections.Concurrent;

namespace EventLinkDr.StandInBackend;

/// <summary>
/// Refuses calls with 429 and Retry-After, as a limit of the application or of a proxy before it does. STANDIN_RATE_LIMIT is <c>once</c> (every login and
/// registration is refused once before it is let in) or <c>registrations</c> (none for a real event is let in, and from the first one on no login either).
/// </summary>
internal sealed class RateLimit(string? mode)
{
    private readonly ConcurrentDictionary<string, int> _calls = new();
    private volatile bool _angry;

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var call = $"{context.Request.Method} {context.Request.Path}";
        if (!Refuses(context.Request, call))
        {
            await next(context);
            return;
        }

        Console.Error.WriteLine($"429 {call}");
        context.Response.StatusCode = 429;
        context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsJsonAsync(new { error = new { code = "http_429", message = "Too many requests" }, detail = "Too many requests" });
    }

    private bool Refuses(HttpRequest request, string call)
    {
        var registers = request.Path.Value!.EndsWith("/register", StringComparison.Ordinal) && request.Path.StartsWithSegments("/api/events");
        return mode switch
        {
            "once" => (registers || request.Path == "/login") && _calls.AddOrUpdate(call, 1, (_, count) => count + 1) % 2 == 1,
            // Event 0 is the probe of maintenance.
            "registrations" => registers && !request.Path.StartsWithSegments("/api/events/0") ? _angry = true : _angry && request.Path == "/login",
            _ => false,
        };
    }
}
