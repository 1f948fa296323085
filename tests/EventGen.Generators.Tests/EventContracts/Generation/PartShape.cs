namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>A part of a generated payload, as C# declares it.</summary>
internal sealed record PartShape(string Name, string Type)
{
    public bool IsNullable { get; init; }

    /// <summary>Whether it is a constructor's parameter; a property otherwise.</summary>
    public bool IsParameter { get; init; }

    /// <summary>Whether it is marked <c>required</c>.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The default of a parameter; empty when it has none.</summary>
    public string Default { get; init; } = "";

    /// <summary>Attributes, without brackets.</summary>
    public string Attribute { get; init; } = "";

    public string Annotated => IsNullable ? Type + "?" : Type;
}
