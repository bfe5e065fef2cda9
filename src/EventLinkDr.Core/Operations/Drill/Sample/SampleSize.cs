namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>How many rows the sample database has. Scale 1 is about 50 MB as plain SQL; every count grows with it.</summary>
internal readonly record struct SampleSize(double Scale)
{
    public const int Tags = 200;

    /// <summary>Every organizer has students round it, so there are at least this many users.</summary>
    private const int UsersPerOrganizer = 50;

    public int Users => UsersPerOrganizer * Math.Max(1, Count(10_000) / UsersPerOrganizer);

    public int Organizers => Users / UsersPerOrganizer;

    public int Events => Math.Max(50, Count(2_000));

    public int Count(int atScaleOne) => (int)Math.Ceiling(atScaleOne * Scale);

    /// <summary>Id of the n-th organizer, counted from zero.</summary>
    public static int Organizer(int index) => UsersPerOrganizer * (index + 1);

    public static bool IsOrganizer(int user) => user % UsersPerOrganizer == 0;
}
