namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Events and what users do with them.</summary>
internal static class SampleEvents
{
    private const int TagsPerEvent = 3;

    /// <summary>Steps from one event of a user to the next; prime and larger than most counts, so that no pair comes twice.</summary>
    private const int RegistrationStep = 7_919;
    private const int FavoriteStep = 104_729;
    private const int RecommendationStep = 15_485_863;

    public static readonly SampleTable[] Tables =
    [
        new("event_interactions", size => size.Count(250_000), Interaction),
        new("events", size => size.Events, Event),
        new("registrations", size => size.Count(80_000), Registration),
        new("user_recommendations", size => size.Count(60_000), Recommendation),
        new("event_tags", size => size.Events * TagsPerEvent, EventTag, HasId: false),
        new("favorite_events", size => size.Count(15_000), Favorite),
    ];

    private static void Event(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        var start = SampleTime.At(row, 6 * 3600 + 900);
        var reviewed = random.OneIn(20);
        writer.Value(row);
        writer.Value($"{random.Pick(SampleWords.Titles)} nr. {row}");
        writer.Value(random.OneIn(50) ? "" : string.Concat(Enumerable.Repeat(0, 6).Select((_, i) => SampleWords.Sentences[(row * 5 + i * 7) % SampleWords.Sentences.Length])));
        writer.Value(random.Pick(SampleWords.Categories));
        writer.Value(start);
        writer.Value(random.OneIn(10) ? null : start.AddHours(1 + random.Below(6)));
        writer.Value($"Sala {(char)('A' + random.Below(6))}{random.Below(400)}");
        writer.Value(random.OneIn(15) ? null : 10 + random.Below(490));
        writer.Value(SampleSize.Organizer(random.Below(size.Organizers)));
        writer.Value(SampleTime.At(row, 4_000));
        writer.Value(random.OneIn(3) ? $"https://cdn.example.ro/cover/{SamplePeople.Characters(24, ref random)}.jpg" : null);
        writer.Raw(random.OneIn(12) ? "draft"u8 : "published"u8);
        writer.Null();
        writer.Value(random.OneIn(60) ? start.AddDays(-1) : null);
        writer.Null();
        writer.Value(random.Pick(SampleWords.Cities));
        writer.Real(reviewed ? random.Fraction() : 0);
        writer.Raw(reviewed ? "[\"suspicious_link\", \"șpam\"]"u8 : "[]"u8);
        writer.Raw(reviewed ? "flagged"u8 : "clean"u8);
        writer.Value(reviewed ? start.AddDays(-2) : null);
        writer.Value(reviewed ? 1 : null);
    }

    private static void Registration(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        Pair(writer, size, row, RegistrationStep);
        var time = SampleTime.At(row, 389);
        writer.Value(time);
        writer.Value(random.OneIn(3));
        writer.Value(random.OneIn(40) ? time.AddHours(3) : null);
        writer.Null();
    }

    private static void Interaction(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Value(random.OneIn(25) ? null : 1 + random.Below(size.Users));
        writer.Value(random.OneIn(30) ? null : 1 + random.Below(size.Events));
        writer.Value(random.Pick(SampleWords.Interactions));
        writer.Value(SampleTime.At(row, 93));
        writer.Value($$"""{"source": "{{random.Pick(SampleWords.Sources)}}", "dwell_seconds": {{random.Below(120)}}.{{random.Below(90) + 10}}, "position": {{random.Below(40)}}}""");
    }

    private static void Recommendation(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        Pair(writer, size, row, RecommendationStep);
        writer.Real(random.Fraction());
        writer.Value(random.Below(20));
        writer.Raw("v3"u8);
        writer.Value(SampleTime.At(row, 211));
        writer.Value(random.Pick(SampleWords.Reasons));
    }

    private static void EventTag(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(1 + (row - 1) / TagsPerEvent);
        writer.Value(1 + (row * 67L) % SampleSize.Tags);
    }

    private static void Favorite(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        Pair(writer, size, row, FavoriteStep);
        writer.Value(SampleTime.At(row, 511));
    }

    /// <summary>Id, user and event; a user's events are a step apart, so that no pair comes twice.</summary>
    private static void Pair(CopyTextWriter writer, SampleSize size, int row, int step)
    {
        var user = 1 + (row - 1) % size.Users;
        var round = (row - 1) / size.Users;
        writer.Value(row);
        writer.Value(user);
        writer.Value(1 + (user * 31L + (long)round * step) % size.Events);
    }
}
