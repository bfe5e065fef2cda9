namespace EventLinkDr.Postgres.Dump;

/// <summary>Kinds of tokens of SQL.</summary>
internal enum SqlTokenKind
{
    /// <summary>Nothing more.</summary>
    End,
    /// <summary>A keyword or a name without quotes.</summary>
    Word,
    /// <summary>A name in double quotes.</summary>
    QuotedName,
    /// <summary>A text in single quotes, with its prefix.</summary>
    Text,
    /// <summary>A dollar-quoted text.</summary>
    DollarText,
    /// <summary>A number.</summary>
    Number,
    /// <summary>Any other single byte.</summary>
    Symbol,
}
