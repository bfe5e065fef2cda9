using System.Text;

namespace EventLinkDr.Diagnostics;

/// <summary>
/// A failure with a stable id, what was expected, what was found and what to do. Carries no secret and no text of a dump.
/// </summary>
public class DrException : Exception
{
    /// <summary>Makes an error of the given kind.</summary>
    /// <param name="kind">Row of <see cref="ErrorTable"/>.</param>
    /// <param name="what">What happened here, one sentence without a final full stop.</param>
    /// <param name="inner">The failure underneath, kept for diagnosis.</param>
    public DrException(ErrorKind kind, string what, Exception? inner = null) : base(what, inner)
    {
        ArgumentNullException.ThrowIfNull(kind);
        Kind = kind;
        Remedy = kind.Remedy;
    }

    /// <summary>The row of the error table.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The stable id, same as <c>Kind.Id</c>.</summary>
    public string Id => Kind.Id;

    /// <summary>What should have been there; null where the sentence says it all.</summary>
    public string? Expected { get; init; }

    /// <summary>What was there instead.</summary>
    public string? Found { get; init; }

    /// <summary>What to do about it here; the general remedy of the kind when nothing better is known.</summary>
    public string Remedy { get; init; }

    /// <summary>The thing the error is about (a backup, a path, a target); null when there is no single one.</summary>
    public object? Subject { get; init; }

    /// <summary>The sentence, what was expected and what was found.</summary>
    public override string Message
    {
        get
        {
            var text = new StringBuilder(base.Message);
            if (Expected is not null) text.Append("; expected ").Append(Expected);
            if (Found is not null) text.Append(Expected is null ? "; found " : ", found ").Append(Found);
            return text.Append('.').ToString();
        }
    }
}
