namespace EventGen.Generators.Models;

/// <summary>One parameter of the overloads that take a payload's parts.</summary>
/// <param name="Name">The parameter's name, escaped.</param>
/// <param name="Type">Its type, with nullability.</param>
/// <param name="Attributes">Attributes to repeat, such as <c>[CallerMemberName]</c>; mostly empty.</param>
/// <param name="Default">The default value's text; <see langword="null"/> when it has none.</param>
/// <param name="IsParams">Whether it takes any number of values.</param>
/// <param name="Comment">What it means; empty when nothing says so.</param>
internal sealed record PartModel(string Name, string Type, string Attributes, string? Default, bool IsParams, string Comment)
{
    /// <summary>Where it stands among the parameters: what C# wants in front comes first.</summary>
    public int Rank => IsParams ? 3 : Default is not null ? 2 : Attributes.Contains("DefaultParameterValue") ? 1 : 0;

    /// <summary>The same for an overload in which something follows it, so that it cannot be <c>params</c>: an array that may be left out.</summary>
    public PartModel AsArray => IsParams ? this with { Type = Type.EndsWith("?", StringComparison.Ordinal) ? Type : $"{Type}?", Default = "null", IsParams = false } : this;
}
