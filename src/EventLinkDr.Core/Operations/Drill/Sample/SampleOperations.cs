using System.Globalization;

namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>What the application keeps for itself: queue, mails, audit, models, the schema revision.</summary>
internal static class SampleOperations
{
    public const string Revision = "0021_weighted_implicit_signals";

    public static readonly SampleTable[] Tables =
    [
        new("notification_deliveries", size => size.Count(40_000), Notification),
        new("background_jobs", size => size.Count(4_000), Job),
        new("audit_logs", size => size.Count(6_000), Audit),
        new("recommender_models", _ => 4, Model),
        new("alembic_version", _ => 1, (writer, size, row, ref random) => writer.Value(Revision), HasId: false),
    ];

    private static void Notification(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        var kind = random.Pick(SampleWords.Notifications);
        writer.Value(row);
        writer.Value($"{kind}:{row}:{SamplePeople.Characters(20, ref random)}");
        writer.Value(kind);
        writer.Value(1 + random.Below(size.Users));
        writer.Value(kind == "weekly_digest" ? null : 1 + random.Below(size.Events));
        writer.Value(SampleTime.At(row, 577));
        writer.Raw("{\"lang\": \"ro\"}"u8);
    }

    private static void Job(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        var failed = random.OneIn(30);
        var time = SampleTime.At(row, 1_801);
        var job = random.Pick(SampleWords.Jobs);
        writer.Value(row);
        writer.Value(job);
        writer.Value($$"""{"user_id": {{1 + random.Below(size.Users)}}, "subject": "Înscriere confirmată ✅"}""");
        writer.Raw(failed ? "failed"u8 : "succeeded"u8);
        writer.Value(failed ? 3 : 1);
        writer.Value(3);
        writer.Value(time);
        writer.Value(time.AddSeconds(2));
        writer.Value($"worker-{random.Below(3)}");
        writer.Value(failed ? "Traceback (most recent call last):\n\tFile \"worker.py\", line 80\nTimeoutError: 30s" : null);
        writer.Value(time);
        writer.Value(failed ? null : time.AddSeconds(5));
        writer.Value(random.OneIn(3) ? $"{job}:{row}" : null);
    }

    private static void Audit(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Raw(random.OneIn(2) ? "event"u8 : "user"u8);
        writer.Value(1 + random.Below(size.Events));
        writer.Value(random.Pick(SampleWords.Actions));
        writer.Value(random.OneIn(9) ? null : 1 + random.Below(size.Users));
        writer.Value(SampleTime.At(row, 2_003));
        writer.Value(random.OneIn(4) ? null : $$"""{"ip": "192.0.2.{{random.Below(256)}}", "note": "schimbat de administrator"}""");
    }

    private static void Model(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        var weights = new double[12];
        foreach (ref var weight in weights.AsSpan()) weight = random.Fraction() - 0.5;
        writer.Value(row);
        writer.Value($"v{row}");
        writer.Raw("[\"bias\", \"tag_overlap\", \"same_city\", \"popularity\"]"u8);
        writer.Value("[" + string.Join(", ", weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture))) + "]");
        writer.Null();
        writer.Value(row == 4);
        writer.Value(SampleTime.At(row, 86_400));
    }
}
