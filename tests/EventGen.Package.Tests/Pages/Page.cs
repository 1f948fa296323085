using System.Text.RegularExpressions;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>The blocks of a page that a reader follows: those marked <c>run</c> or <c>serve</c>.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>csharp … run</c>, <c>xml run</c>, <c>json run</c>: a file, which the paragraph above names. XML that is no whole project goes inside the project.</item>
/// <item><c>bash run</c>: commands. <c>bash serve</c>: a command that keeps running.</item>
/// <item><c>text run</c>: all that the last command shows. <c>text serve</c>: lines that the running one shows, in this order.</item>
/// </list>
/// Every C# block of such a page is followed, unless it is marked <c>nocompile</c> with a reason.
/// </remarks>
internal sealed partial record Page(string Path, IReadOnlyList<PageStep> Steps)
{
    public static Page Parse(MarkdownDocument document) => new(document.Path, [.. document.Fences.Where(IsFollowed).Select(Step)]);

    /// <summary>The name that the page gives its project.</summary>
    /// <exception cref="FormatException">It makes none.</exception>
    public string ProjectName =>
        Steps.Select(static step => NewProject().Match(step.Text)).FirstOrDefault(static match => match.Success)?.Groups["name"].Value
        ?? throw new FormatException($"{Path}: no 'dotnet new … -n <name>'");

    private static bool IsFollowed(Fence fence)
    {
        string[] marks = fence.Info.Split(' ');
        if (marks.Contains("run") || marks.Contains("serve")) return true;
        if (fence.IsCSharp && !marks.Contains("nocompile")) throw new FormatException($"{fence}: '{fence.Info}' is not marked 'run'");
        return false;
    }

    private static PageStep Step(Fence fence)
    {
        string place = fence.ToString();
        return fence.Info.Split(' ') switch
        {
            ["bash", "run"] => new PageStep(place, PageAction.Run, "", fence.Text),
            ["bash", "serve"] => new PageStep(place, PageAction.Serve, "", fence.Text),
            ["text", "run"] => new PageStep(place, PageAction.Compare, "", fence.Text),
            ["text", "serve"] => new PageStep(place, PageAction.Watch, "", fence.Text),
            ["csharp" or "xml" or "json", ..] => new PageStep(place, PageAction.Paste, FileOf(fence), fence.Text),
            _ => throw new FormatException($"{fence}: '{fence.Info}' is nothing to follow"),
        };
    }

    private static string FileOf(Fence fence) => FileName().Matches(fence.Lead) switch
    {
        [var only] => only.Groups["name"].Value,
        { Count: 0 } => throw new FormatException($"{fence}: the paragraph above names no file to paste into"),
        _ => throw new FormatException($"{fence}: the paragraph above names several files"),
    };

    [GeneratedRegex(@"dotnet new \S+ (?:.* )?-n (?<name>\S+)")]
    private static partial Regex NewProject();

    [GeneratedRegex(@"(?<!`)`(?<name>[\w.-]+\.(?:cs|csproj|json))`(?!`)")]
    private static partial Regex FileName();
}
