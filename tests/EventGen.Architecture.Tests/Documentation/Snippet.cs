using System.Text.RegularExpressions;
using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

/// <summary>A C# fence of the documentation, and what its mark says about it.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>csharp compile</c>: a file of the document's project, which all its marked fences make up together; what an
/// earlier fence imports, a later one need not import again.</item>
/// <item><c>csharp compile alone</c>: a project of its own.</item>
/// <item><c>csharp compile (Guid id, CancellationToken ct)</c>: statements that use these variables; works with
/// <c>alone</c>, too.</item>
/// <item><c>csharp compile run</c>: also followed to the letter, by <c>EventGen.Package.Tests</c>; works with the others, too.</item>
/// <item><c>csharp nocompile because it is cut short</c>: not compiled, and why.</item>
/// </list>
/// </remarks>
/// <param name="Fence">Where it stands.</param>
/// <param name="IsCompiled">Whether the mark says <c>compile</c>.</param>
/// <param name="IsAlone">Whether it is a project of its own.</param>
/// <param name="Parameters">The variables its statements use, in parentheses.</param>
internal sealed partial record Snippet(Fence Fence, bool IsCompiled, bool IsAlone, string Parameters)
{
    /// <summary>The C# fences of a document, by their marks.</summary>
    public static IEnumerable<Snippet> In(MarkdownDocument document) =>
        from fence in document.Fences
        where fence.IsCSharp && MarkOf(fence) is { Success: true }
        let mark = MarkOf(fence)
        select new Snippet(
            fence,
            mark.Groups["compile"].Success,
            mark.Groups["alone"].Success,
            mark.Groups["parameters"] is { Success: true } parameters ? parameters.Value : "()");

    /// <summary>Fences whose mark is missing or says nothing, and fences that do not say what language they are in.</summary>
    public static IEnumerable<string> Unmarked(MarkdownDocument document) =>
        from fence in document.Fences
        where fence.Info.Length == 0 || (fence.IsCSharp && !MarkOf(fence).Success)
        select fence.Info.Length == 0
            ? $"{fence}: names no language"
            : $"{fence}: '{fence.Info}' is marked neither 'compile' nor 'nocompile <reason>'";

    private static Match MarkOf(Fence fence) => Mark().Match(fence.Info);

    [GeneratedRegex(@"^\S+ ((?<compile>compile)( (?<alone>alone))?( run)?( (?<parameters>\(.*\)))?|nocompile \S.*)$")]
    private static partial Regex Mark();
}
