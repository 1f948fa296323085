namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>An enum of a generated payload.</summary>
internal sealed record EnumShape(string Name, IReadOnlyList<(string Name, int Value)> Members, bool IsText, bool IsFlags)
{
    public string Source => (IsFlags ? "[System.Flags] " : "") + (IsText ? $"[JsonConverter(typeof(JsonStringEnumConverter<{Name}>))] " : "")
        + $"public enum {Name} {{ {string.Join(", ", Members.Select(static member => $"{member.Name} = {member.Value}"))} }}\n";
}
