namespace EventGen.Outbox.Tables;

/// <summary>The names of the outbox's tables and indexes, quoted.</summary>
internal sealed class TableNames
{
    private readonly string _prefix;
    private readonly string _schema;

    /// <summary>Names tables.</summary>
    /// <param name="prefix">What all names begin with.</param>
    /// <param name="schema">The schema, quoted where it has to be; <see langword="null"/> for the one that the connection looks in.</param>
    /// <exception cref="ArgumentException">The prefix is too long, or has characters that it may not have.</exception>
    public TableNames(string prefix, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 30 || prefix.Any(static character => !char.IsAsciiLetterOrDigit(character) && character != '_'))
            throw new ArgumentException("A table prefix has at most 30 letters, digits and underscores.", nameof(prefix));
        (_prefix, _schema) = (prefix, schema is null ? "" : $"{schema}.");
    }

    public string Schema => Of("schema");

    public string Applications => Of("applications");

    public string Outbox => Of("outbox");

    public string Routes => Of("routes");

    public string Keys => Of("keys");

    public string Instances => Of("instances");

    public string Inbox => Of("inbox");

    public string DeadLetters => Of("dead_letters");

    /// <summary>Any name with the prefix, quoted. The prefix needs no escape.</summary>
    public string Of(string name) => $"{_schema}\"{_prefix}{name}\"";

    /// <summary>A name with the prefix as it is, for a comparison.</summary>
    public string Plain(string name) => _prefix + name;
}
