namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>An object of a generated payload, as C# declares it.</summary>
internal sealed record TypeShape(string Name, string Kind, IReadOnlyList<PartShape> Parts)
{
    public string Attribute { get; init; } = "";

    /// <summary>The base type; empty when it has none.</summary>
    public string Base { get; init; } = "";

    public bool IsAbstract { get; init; }

    public string Source
    {
        get
        {
            var parameters = Parts.Where(static part => part.IsParameter).OrderBy(static part => part.Default.Length > 0);
            string list = string.Join(", ", parameters.Select(static part => $"{Target(part, "property: ")}{part.Annotated} {part.Name}{(part.Default.Length > 0 ? $" = {part.Default}" : "")}"));
            string head = Kind.Contains("record") && list.Length > 0 ? $"({list})" : "";
            string properties = string.Concat(Parts.Where(static part => !part.IsParameter).Select(part =>
                $"    {Target(part, "")}public {(part.IsRequired ? "required " : "")}{part.Annotated} {part.Name} {{ get; init; }}{(part is { IsNullable: false, IsRequired: false } && !Kind.Contains("struct") ? " = default!;" : "")}\n"));
            return $"{Attribute}public {(IsAbstract ? "abstract " : "")}{Kind} {Name}{head}{(Base.Length > 0 ? $" : {Base}" : "")}\n{{\n{properties}}}\n";
        }
    }

    private static string Target(PartShape part, string target) => part.Attribute.Length == 0 ? "" : $"[{target}{part.Attribute}] ";
}
