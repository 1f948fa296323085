namespace EventGen.TestKit;

/// <summary>One C# file of a compilation under test.</summary>
/// <param name="Path">Its path as the compiler shows it; a bare string becomes <c>Source1.cs</c>, <c>Source2.cs</c>, ….</param>
/// <param name="Text">Its text.</param>
public sealed record SourceFile(string? Path, string Text)
{
    /// <summary>A file whose name does not matter.</summary>
    public static implicit operator SourceFile(string text) => new(null, text);

    internal static SourceFile[] Named(IEnumerable<SourceFile> sources) =>
        [.. sources.Select(static (source, index) => source with { Path = source.Path ?? $"Source{index + 1}.cs" })];
}
