using Npgsql;

namespace EventLinkDr.StandInBackend;

/// <summary>Reads and writes EventLink's tables.</summary>
internal sealed class EventStore(NpgsqlDataSource source)
{
    private const string Events =
        """
        SELECT e.id, e.title, e.start_time, e.max_seats, e.status,
          (SELECT count(*) FROM public.registrations r WHERE r.event_id = e.id AND r.deleted_at IS NULL) AS taken
        FROM public.events e WHERE e.deleted_at IS NULL AND e.status = 'published'
        """;

    public async Task PingAsync()
    {
        await using var command = source.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync();
    }

    public async Task<int?> CreateUserAsync(string email, string hash, string? name)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO public.users (email, password_hash, role, full_name) VALUES ($1, $2, 'student', $3)
            ON CONFLICT (email) DO NOTHING RETURNING id
            """);
        foreach (var value in (object[])[email, hash, name ?? (object)DBNull.Value]) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (int?)await command.ExecuteScalarAsync();
    }

    public async Task<(int Id, string PasswordHash, bool IsActive)?> FindUserAsync(string email)
    {
        await using var command = source.CreateCommand("SELECT id, password_hash, is_active FROM public.users WHERE lower(email) = lower($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = email });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt32(0), reader.GetString(1), reader.GetBoolean(2)) : null;
    }

    public Task TouchAsync(int user) => ExecuteAsync("UPDATE public.users SET last_seen_at = now() WHERE id = $1", user);

    public async Task<(List<object> Items, long Total)> ListAsync(int page, int size)
    {
        var items = await ReadAsync($"{Events} ORDER BY e.start_time, e.id LIMIT {size} OFFSET {(page - 1) * size}");
        await using var count = source.CreateCommand("SELECT count(*) FROM public.events WHERE deleted_at IS NULL AND status = 'published'");
        return (items, (long)(await count.ExecuteScalarAsync())!);
    }

    public async Task<object?> FindAsync(long id) => (await ReadAsync($"{Events} AND e.id = {id}")).FirstOrDefault();

    public async Task<string> RegisterAsync(int user, long id)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var find = new NpgsqlCommand(
            """
            SELECT status, start_time, max_seats, (SELECT count(*) FROM public.registrations r WHERE r.event_id = e.id AND r.deleted_at IS NULL)
            FROM public.events e WHERE id = $1 AND deleted_at IS NULL FOR UPDATE
            """, connection) { Parameters = { new NpgsqlParameter { Value = (int)id } } };
        await using (var reader = await find.ExecuteReaderAsync())
        {
            if (!await reader.ReadAsync()) return "missing";
            if (reader.GetString(0) != "published") return "Event is not published";
            if (reader.GetDateTime(1) <= DateTime.UtcNow) return "Event has started";
            if (!reader.IsDBNull(2) && reader.GetInt64(3) >= reader.GetInt32(2)) return "full";
        }

        await using var write = new NpgsqlCommand(
            """
            INSERT INTO public.registrations (user_id, event_id, registration_time, attended) VALUES ($1, $2, now(), false)
            ON CONFLICT (user_id, event_id) DO UPDATE SET deleted_at = NULL, deleted_by_user_id = NULL, registration_time = now()
            WHERE registrations.deleted_at IS NOT NULL
            """, connection) { Parameters = { new NpgsqlParameter { Value = user }, new NpgsqlParameter { Value = (int)id } } };
        if (await write.ExecuteNonQueryAsync() == 0) return "Already registered";
        await using var audit = new NpgsqlCommand(
            "INSERT INTO public.audit_logs (entity_type, entity_id, action, actor_user_id) VALUES ('event', $2, 'registered', $1)", connection)
        { Parameters = { new NpgsqlParameter { Value = user }, new NpgsqlParameter { Value = (int)id } } };
        await audit.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return "registered";
    }

    public async Task<bool> UnregisterAsync(int user, long id) =>
        await ExecuteAsync("UPDATE public.registrations SET deleted_at = now(), deleted_by_user_id = $1 WHERE user_id = $1 AND event_id = $2 AND deleted_at IS NULL",
            user, (int)id) > 0;

    private async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<List<object>> ReadAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var items = new List<object>();
        while (await reader.ReadAsync())
        {
            var seats = reader.IsDBNull(3) ? (int?)null : reader.GetInt32(3);
            var taken = reader.GetInt64(5);
            items.Add(new
            {
                id = reader.GetInt32(0), title = reader.GetString(1), start_time = reader.GetDateTime(2), max_seats = seats, seats_taken = taken,
                available_seats = seats - taken, tags = Array.Empty<string>(),
            });
        }

        return items;
    }
}
