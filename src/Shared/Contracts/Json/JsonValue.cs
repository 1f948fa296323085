namespace EventGen.EventContracts;

/// <summary>A JSON value that knows the line it stands on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The line it begins on, from 0.</param>
internal sealed record JsonValue(JsonValueKind Kind, int Line)
{
    /// <summary>A text without its quotes, or a number as it is written.</summary>
    public string Text { get; init; } = "";

    /// <summary>The values of an array.</summary>
    public IReadOnlyList<JsonValue> Items { get; init; } = [];

    /// <summary>The members of an object, in their order; each name once.</summary>
    public IReadOnlyList<JsonMember> Members { get; init; } = [];

    /// <summary>The value as JSON, on one line.</summary>
    public string ToJson() => Kind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", Members.Select(static member => $"{JsonText.Quote(member.Name)}: {member.Value.ToJson()}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", Items.Select(static item => item.ToJson()))}]",
        JsonValueKind.Text => JsonText.Quote(Text),
        JsonValueKind.Number => Text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <summary>The member of that name; <see langword="null"/> when there is none.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            foreach (var member in Members)
            {
                if (member.Name == name) return member.Value;
            }

            return null;
        }
    }
}
