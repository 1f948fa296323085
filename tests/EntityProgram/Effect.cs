namespace EntityProgram;

/// <summary>What a handler did for an entry. Nothing keeps a second one out.</summary>
public sealed class Effect
{
    public int Id { get; set; }

    public required string Handler { get; set; }

    public int Number { get; set; }
}
