using System.Collections.Concurrent;
using Npgsql;

namespace EventLinkDr.StandInBackend;

/// <summary>The calls of EventLink's API that the module uses, on the real database.</summary>
internal static class Server
{
    private const int LoginsPerMinute = 20;

    private static readonly ConcurrentDictionary<string, ConcurrentQueue<DateTimeOffset>> Logins = new();

    public static async Task<int> RunAsync(Settings settings)
    {
        // The application logs a failure of these and serves all the same.
        if (settings.AutoRunMigrations) await Alembic.RunAsync(["upgrade", "head"], settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(settings.Port));
        var app = builder.Build();
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        var store = new EventStore(source);

        var limit = new RateLimit(settings.RateLimit);
        app.Use(limit.PassAsync);
        app.MapGet("/api/health", () => Guarded(async () =>
        {
            await store.PingAsync();
            return Results.Json(new { status = "ok", database = "ok" });
        }));
        app.MapPost("/register", (Registration body) => Guarded(async () =>
            await store.CreateUserAsync(body.Email, Tokens.Hash(body.Password), body.FullName) is { } id ? Session(id, settings) : Error(400, "Email already registered")));
        app.MapPost("/login", (Credentials body) => Guarded(async () =>
        {
            if (TooMany(body.Email)) return Error(429, "Too many requests");
            var user = await store.FindUserAsync(body.Email);
            if (user is null || user.Value.PasswordHash != Tokens.Hash(body.Password)) return Error(401, "Incorrect email or password");
            if (!user.Value.IsActive) return Error(403, "Account disabled");
            await store.TouchAsync(user.Value.Id);
            return Session(user.Value.Id, settings);
        }));
        app.MapGet("/api/events", (int page, int page_size) => Guarded(async () =>
        {
            var (items, total) = await store.ListAsync(page, page_size);
            return Results.Json(new { items, total, page, page_size });
        }));
        app.MapGet("/api/events/{id:long}", (long id) => Guarded(async () => await store.FindAsync(id) is { } item ? Results.Json(item) : Error(404, "Event not found")));
        app.MapPost("/api/events/{id:long}/register", (long id, HttpRequest request) => AsStudent(request, settings, async user => await store.RegisterAsync(user, id) switch
        {
            "registered" => Results.Json(new { status = "registered" }, statusCode: 201),
            "missing" => Error(404, "Event not found"),
            "full" => Error(409, "Event is full"),
            var refusal => Error(400, refusal),
        }));
        app.MapDelete("/api/events/{id:long}/register", (long id, HttpRequest request) => AsStudent(request, settings, async user =>
            await store.UnregisterAsync(user, id) ? Results.NoContent() : Error(400, "Not registered")));
        await app.RunAsync();
        return 0;
    }

    /// <summary>Authentication first, then the maintenance flag, then the event: the order the probe relies on.</summary>
    private static Task<IResult> AsStudent(HttpRequest request, Settings settings, Func<int, Task<IResult>> work) => Guarded(async () =>
        Tokens.Read(request.Headers.Authorization, settings) is not { } user ? Error(401, "Not authenticated")
        : settings.RegistrationsDisabled ? Error(503, "Registrations are temporarily disabled")
        : await work(user));

    private static async Task<IResult> Guarded(Func<Task<IResult>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException error)
        {
            Console.Error.WriteLine(error.Message);
            return Error(error is PostgresException { SqlState: "25006" } ? 500 : 503, "Database unavailable");
        }
    }

    private static bool TooMany(string email)
    {
        var queue = Logins.GetOrAdd(email.ToUpperInvariant(), _ => new ConcurrentQueue<DateTimeOffset>());
        while (queue.TryPeek(out var first) && first < DateTimeOffset.UtcNow.AddMinutes(-1)) queue.TryDequeue(out _);
        queue.Enqueue(DateTimeOffset.UtcNow);
        return queue.Count > LoginsPerMinute;
    }

    private static IResult Session(int user, Settings settings) =>
        Results.Json(new { access_token = Tokens.Issue(user, settings), refresh_token = "none", token_type = "bearer", role = "student", user_id = user });

    private static IResult Error(int status, string message) =>
        Results.Json(new { error = new { code = $"http_{status}", message }, detail = message }, statusCode: status);

    private sealed record Credentials(string Email, string Password);

    private sealed record Registration(
        string Email, string Password,
        [property: System.Text.Json.Serialization.JsonPropertyName("full_name")] string? FullName);
}
