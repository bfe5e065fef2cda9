namespace EventLinkDr.Postgres.Dump;

/// <summary>What a statement of a dump does, as far as a load treats it differently.</summary>
internal enum StatementKind
{
    /// <summary>Anything else.</summary>
    Other,
    /// <summary>SET, RESET, <c>SELECT set_config</c>.</summary>
    SessionChange,
    /// <summary>BEGIN, START TRANSACTION.</summary>
    Begin,
    /// <summary>COMMIT, END.</summary>
    Commit,
    /// <summary>INSERT.</summary>
    Insert,
    /// <summary><c>SELECT setval</c>.</summary>
    SetSequence,
    /// <summary>SELECT of a large-object function.</summary>
    LargeObject,
    /// <summary>SELECT of another function.</summary>
    Select,
    /// <summary>CREATE INDEX.</summary>
    CreateIndex,
    /// <summary>ALTER TABLE … ADD CONSTRAINT, no foreign key.</summary>
    AddConstraint,
    /// <summary>ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY.</summary>
    AddForeignKey,
    /// <summary>DROP, and ALTER … DROP.</summary>
    Drop,
    /// <summary>A statement about a database as such.</summary>
    Database,
}
