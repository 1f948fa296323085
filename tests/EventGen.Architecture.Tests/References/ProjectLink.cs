namespace EventGen.Architecture.Tests;

/// <summary>One project's reference to another.</summary>
/// <param name="Include">The path as it is written, with <c>/</c>.</param>
/// <param name="IsAssembly">Whether the other's assembly is referenced; a generator that only runs in the build is not.</param>
internal sealed record ProjectLink(string Include, bool IsAssembly)
{
    public string Name => Path.GetFileNameWithoutExtension(Include);
}
