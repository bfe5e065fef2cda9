namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Users, what they are interested in, and what belongs to their accounts.</summary>
internal static class SamplePeople
{
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./";

    public static readonly SampleTable[] Tables =
    [
        new("users", size => size.Users, User),
        new("tags", _ => SampleSize.Tags, Tag),
        new("user_interest_tags", size => size.Users * 2, (writer, size, row, ref random) => UserTag(writer, size, row, 2), HasId: false),
        new("user_hidden_tags", size => size.Count(800), (writer, size, row, ref random) => UserTag(writer, size, row, 1), HasId: false),
        new("user_blocked_organizers", size => Math.Min(size.Users, size.Count(400)), BlockedOrganizer, HasId: false),
        new("user_implicit_interest_tags", size => size.Users, ImplicitTag),
        new("user_implicit_interest_categories", size => size.Users, (writer, size, row, ref random) => ImplicitText(writer, row, SampleWords.Categories, ref random)),
        new("user_implicit_interest_cities", size => size.Users, (writer, size, row, ref random) => ImplicitText(writer, row, SampleWords.Cities, ref random)),
        new("password_reset_tokens", size => size.Count(300), ResetToken),
    ];

    /// <summary>Random characters, as in a hash or a token.</summary>
    public static string Characters(int length, ref SampleRandom random)
    {
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i += 10)
        {
            var bits = random.Next();
            for (var j = i; j < length && j < i + 10; j++, bits >>= 6) text[j] = Base64[(int)(bits & 63)];
        }

        return new string(text);
    }

    private static void User(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        var organizer = SampleSize.IsOrganizer(row);
        var name = $"{random.Pick(SampleWords.FirstNames)} {random.Pick(SampleWords.LastNames)}";
        writer.Value(row);
        writer.Value($"user{row}@{(organizer ? "org" : "student")}.example.ro");
        writer.Value("$2b$12$" + Characters(53, ref random));
        writer.Raw(row == 1 ? "admin"u8 : organizer ? "organizator"u8 : "student"u8);
        writer.Value(name);
        writer.Value(organizer ? $"Asociația {random.Pick(SampleWords.Faculties)} nr. {row}" : null);
        writer.Value(organizer ? random.Pick(SampleWords.Sentences) + random.Pick(SampleWords.Sentences) : null);
        writer.Value(organizer ? $"https://cdn.example.ro/logo/{row}.png" : null);
        writer.Value(organizer ? "" : null);
        writer.Raw(random.OneIn(3) ? "dark"u8 : "system"u8);
        writer.Value(random.Pick(SampleWords.Cities));
        writer.Value(organizer ? null : $"Universitatea {random.Below(40)}");
        writer.Value(organizer ? null : random.Pick(SampleWords.Faculties));
        writer.Value(organizer ? null : random.Pick(SampleWords.StudyLevels));
        writer.Value(organizer ? null : 1 + random.Below(6));
        writer.Value(SampleTime.At(row, 97));
        writer.Value(random.OneIn(4) ? null : SampleTime.At(row, 131));
        writer.Value(!random.OneIn(200));
        writer.Raw(random.OneIn(5) ? "ro"u8 : "system"u8);
        writer.Value(random.OneIn(2));
        writer.Value(random.OneIn(7));
    }

    private static void Tag(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Value($"{random.Pick(SampleWords.Categories)} {row}");
    }

    private static void UserTag(CopyTextWriter writer, SampleSize size, int row, int each)
    {
        writer.Value(1 + ((row - 1) / each) % size.Users);
        writer.Value(1 + (row * 67L) % SampleSize.Tags);
    }

    private static void BlockedOrganizer(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Value(SampleSize.Organizer(random.Below(size.Organizers)));
    }

    private static void ImplicitTag(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Value(row);
        writer.Value(1 + random.Below(SampleSize.Tags));
        writer.Value(SampleTime.At(row, 61));
        writer.Real(random.Fraction() * 10);
    }

    private static void ImplicitText(CopyTextWriter writer, int row, string[] values, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Value(row);
        writer.Value(random.Pick(values));
        writer.Real(random.Fraction() * 10);
        writer.Value(SampleTime.At(row, 71));
    }

    private static void ResetToken(CopyTextWriter writer, SampleSize size, int row, ref SampleRandom random)
    {
        writer.Value(row);
        writer.Value(1 + random.Below(size.Users));
        writer.Value($"{row}-{Characters(43, ref random)}");
        writer.Value(SampleTime.At(row + 1, 3600));
        writer.Value(random.OneIn(2));
        writer.Value(SampleTime.At(row, 3600));
    }
}
